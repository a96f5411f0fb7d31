import { compareText } from '../../core/order.ts';
import type { Policy } from '../../policy/schema.ts';
import type { ScanDeps } from '../scan/deps.ts';
import type { AccountScan } from '../scan/scan-result.ts';
import { timeLimit } from '../scan/time-limit.ts';
import { withAdministrations } from './administration.ts';
import { readAdministratorView } from './administrator-view.ts';
import { targetByAdministrator } from './by-administrators.ts';
import type { AdministratorView } from './region-members.ts';

/** Adds who administers each account. The administrators' lists stand in for accounts whose role cannot be assumed. */
export async function addAdministrators(
  scans: readonly AccountScan[],
  { roles, signal }: { readonly roles: Policy['roles']; readonly signal: AbortSignal },
  deps: ScanDeps,
): Promise<readonly AccountScan[]> {
  const regions = new Set(
    scans
      .filter(({ unreachable }) => unreachable !== null)
      .flatMap(({ targets }) => targets.map(({ target }) => target.region)),
  );
  const delegated = await deps.delegatedAdministrators(timeLimit(deps.limits.callBudgetMs, signal));
  const order = { regions: [...regions].toSorted(compareText), roles, signal };
  const view = regions.size === 0 ? null : await readAdministratorView(order, deps);
  return scans.map((scan) => withAdministrations(view ? withStandIns(scan, view) : scan, delegated));
}

function withStandIns(scan: AccountScan, view: AdministratorView): AccountScan {
  const whyPartial = scan.unreachable;
  if (whyPartial === null) return scan;
  const targets = scan.targets.map((one) => targetByAdministrator(one.target, { view, whyPartial }) ?? one);
  return { ...scan, targets, notices: [...scan.notices, ...view.notices] };
}
