import pMap from 'p-map';
import { assumptionsOf } from '../../core/cost/assumptions.ts';
import type { CostFacts, CostReport } from '../../core/cost/model.ts';
import { sortCosts, sumCosts } from '../../core/cost/sum.ts';
import { needsCounts, targetCosts, type TargetCost } from '../../core/cost/target-cost.ts';
import { SESSION } from '../../core/settings/session.ts';
import { targetKey } from '../../core/target.ts';
import { accessById } from '../run/run-accounts.ts';
import type { AccountAccess, ScanDeps } from '../scan/deps.ts';
import { assessTargets } from '../scan/assess-targets.ts';
import type { Scan } from '../scan/scan-result.ts';
import { scanTargets, type ScanOrder } from '../scan/scan.ts';
import { countTargets } from './count-targets.ts';
import { readUsage } from './read-usage.ts';

type Uncounted = Omit<TargetCost, 'facts'>;

/** What the targets of a policy cost a month, or would cost: from the usage of Macie where it is on, from counts where it is off. */
export async function costReport(order: ScanOrder, deps: ScanDeps): Promise<CostReport> {
  const { request } = order;
  const signal = order.cancel ?? new AbortController().signal;
  const scan = await scanTargets(order, deps);
  const access = await accessById(order);
  const read = readTargets(scan, order);
  const on = read.filter(({ session }) => session.kind === 'values' && session.values['status'] === 'ENABLED');
  const { policy } = request.policy;
  const usage = await readUsage({ targets: on.map(({ target }) => target), access, policy, signal }, deps);
  const uncounted = read.map((one) => ({ ...one, usage: usage.get(targetKey(one.target)) ?? null }));
  const facts = await countWhereNeeded(uncounted, { scan, access, signal }, deps);
  const items = sortCosts(
    uncounted.flatMap((one) =>
      targetCosts(
        { ...one, facts: facts.get(targetKey(one.target)) ?? null },
        { prices: policy.prices, now: deps.now() },
      ),
    ),
  );
  const names = scan.accounts.flatMap(({ accountId, name }) => (name === null ? [] : [[accountId, name] as const]));
  return {
    startedAt: order.startedAt,
    policy: { source: request.policy.source, sha256: request.policy.sha256 },
    accountNames: Object.fromEntries(names),
    currency: 'USD',
    ...sumCosts(items),
    items,
    assumptions: assumptionsOf(items),
  };
}

function readTargets(scan: Scan, { request }: ScanOrder): readonly Uncounted[] {
  return assessTargets(scan, { request, settings: scan.scope.settings }).map(
    ({ target, policy: { desired }, observations }) => ({
      target,
      desired,
      session: observations[SESSION] ?? {
        kind: 'unknown',
        reason: 'not-reached',
        detail: 'the session was not read',
      },
      usage: null,
    }),
  );
}

interface CountContext {
  readonly scan: Scan;
  readonly access: ReadonlyMap<string, AccountAccess>;
  readonly signal: AbortSignal;
}

/** By target key. The scan has counted where its plan switches something on. */
async function countWhereNeeded(
  targets: readonly Uncounted[],
  { scan, access, signal }: CountContext,
  deps: ScanDeps,
): Promise<ReadonlyMap<string, CostFacts>> {
  const known = new Map(
    scan.targets.flatMap(({ target, costFacts }) => (costFacts ? [[targetKey(target), costFacts] as const] : [])),
  );
  const missing = targets.filter((one) => needsCounts(one) && !known.has(targetKey(one.target)));
  const byAccount = [...Map.groupBy(missing, ({ target }) => target.accountId)];
  const counted = await pMap(
    byAccount,
    async ([accountId, own]) => {
      const account = access.get(accountId);
      if (!account) return [];
      const regions = own.map(({ target: { region }, session }) => ({
        region,
        isOn: session.kind === 'values' && session.values['status'] === 'ENABLED',
      }));
      const facts = await countTargets(regions, { access: account, signal }, deps);
      account.release?.();
      return [...facts].map(([region, found]) => [targetKey({ accountId, region }), found] as const);
    },
    { concurrency: deps.limits.parallelAccounts },
  );
  return new Map([...known, ...counted.flat()]);
}
