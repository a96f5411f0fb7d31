import { assess, type Assessment } from '../../core/compliance/assess.ts';
import type { TargetPolicy } from '../../core/compliance/target-policy.ts';
import { resolve } from '../../policy/resolve.ts';
import { placeOf } from '../../targets/accounts.ts';
import type { RunRequest } from '../run/request.ts';
import type { Scan } from './scan-result.ts';

interface Comparing {
  readonly request: Pick<RunRequest, 'policy'>;
  /** Those that the scan read; left out: all of them. */
  readonly settings: readonly string[] | undefined;
}

/** Each target compared with its policy. Pure. */
export function assessTargets(
  { startedAt, accounts: known, targets }: Pick<Scan, 'startedAt' | 'accounts' | 'targets'>,
  { request, settings }: Comparing,
): readonly Assessment[] {
  const { policy } = request.policy;
  const at = new Date(startedAt);
  const accounts = new Map(known.map((account) => [account.accountId, account]));
  return targets.map((scanned) => {
    const place = placeOf(scanned.target, accounts.get(scanned.target.accountId));
    return assess({ ...scanned, policy: narrowTo(settings, resolve(policy, place, at)) });
  });
}

function narrowTo(settings: readonly string[] | undefined, policy: TargetPolicy): TargetPolicy {
  if (settings === undefined) return policy;
  const desired = Object.entries(policy.desired).filter(([id]) => settings.includes(id));
  return { ...policy, desired: Object.fromEntries(desired) };
}
