import { needsBuckets } from '../../policy/resolve.ts';
import type { RunRequest } from '../run/request.ts';
import { bucketsUnknown } from '../scan/buckets/without-buckets.ts';
import type { AccountScan } from '../scan/scan-account.ts';
import { targetByAdministrator } from './by-administrators.ts';
import type { AdministratorView } from './region-members.ts';

/** An account that cannot be reached, with what the lists of its administrators show of it. Its buckets are not known. Pure. */
export function withStandIns(
  scan: AccountScan,
  { view, request }: { readonly view: AdministratorView; readonly request: RunRequest },
): AccountScan {
  const whyPartial = scan.unreachable;
  if (whyPartial === null) return scan;
  const targets = scan.targets.map((one) => targetByAdministrator(one.target, { view, whyPartial }) ?? one);
  const { accountId } = scan.account;
  const ofBuckets = needsBuckets(request.policy.policy) ? [bucketsUnknown(accountId, whyPartial.detail)] : [];
  return { ...scan, targets, notices: [...scan.notices, ...view.notices, ...ofBuckets] };
}
