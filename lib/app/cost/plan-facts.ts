import pMap from 'p-map';
import { switchedOn } from '../../core/cost/plan-cost.ts';
import { SESSION } from '../../core/settings/session.ts';
import { planWrites } from '../../core/compliance/plan.ts';
import type { AccountInScope } from '../organization/account-scope.ts';
import type { RunRequest } from '../run/request.ts';
import type { ScanDeps } from '../scan/deps.ts';
import { assessTargets } from '../scan/assess-targets.ts';
import type { AccountScan, ScannedTarget } from '../scan/scan-result.ts';
import { countTargets } from './count-targets.ts';

export interface FactsOrder {
  readonly request: RunRequest;
  readonly startedAt: string;
  /** In the order of the scans. */
  readonly accounts: readonly AccountInScope[];
  readonly signal: AbortSignal;
}

/** Adds to the targets in which a plan switches on something billed how many buckets, objects and bytes they have. */
export async function withCostFacts(
  scans: readonly AccountScan[],
  order: FactsOrder,
  deps: Pick<ScanDeps, 'limits'>,
): Promise<readonly AccountScan[]> {
  const pairs = scans.map((scan, index) => ({ scan, account: order.accounts[index] }));
  return pMap(pairs, ({ scan, account }) => (account ? countAccount(scan, { account, ...order }, deps) : scan), {
    concurrency: deps.limits.parallelAccounts,
  });
}

async function countAccount(
  scan: AccountScan,
  { account, request, startedAt, signal }: Omit<FactsOrder, 'accounts'> & { readonly account: AccountInScope },
  deps: Pick<ScanDeps, 'limits'>,
): Promise<AccountScan> {
  const { targets } = scan;
  const reading = { startedAt, accounts: [scan.account], targets };
  const plan = planWrites(assessTargets(reading, { request, settings: undefined }));
  const billed = new Set(switchedOn(plan).map(({ target }) => target.region));
  if (billed.size === 0) return scan;
  const regions = targets
    .filter(({ target }) => billed.has(target.region))
    .map((scanned) => ({ region: scanned.target.region, isOn: isOn(scanned) }));
  const { access } = account;
  const facts = await countTargets(regions, { access, signal }, deps);
  access.release?.();
  return {
    ...scan,
    targets: targets.map((scanned) => {
      const costFacts = facts.get(scanned.target.region);
      return costFacts ? { ...scanned, costFacts } : scanned;
    }),
  };
}

function isOn({ observations: { [SESSION]: session } }: ScannedTarget): boolean {
  return session?.kind === 'values' && session.values['status'] === 'ENABLED';
}
