import pMap from 'p-map';
import type { AccountUsage } from '../../core/cost/usage.ts';
import type { Lookup } from '../../core/lookup.ts';
import { targetKey, type Target } from '../../core/target.ts';
import type { Policy } from '../../policy/schema.ts';
import { OWN_ACCOUNT, type AccountAccess, type ScanDeps } from '../scan/deps.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';

export interface UsageOrder {
  /** Where Macie is on. */
  readonly targets: readonly Target[];
  readonly access: ReadonlyMap<string, AccountAccess>;
  readonly policy: Pick<Policy, 'accounts' | 'roles'>;
  readonly signal: AbortSignal;
}

type UsageDeps = Pick<ScanDeps, 'forAccount' | 'delegatedAdministrators' | 'limits'>;

/** By target key. */
export type UsageByTarget = ReadonlyMap<string, Lookup<AccountUsage>>;

/** The statistics of an administrator over 10,000 accounts have many pages. */
const LONGEST_LIST_MS = 300_000;

/**
 * The usage of targets. The statistics of a Macie administrator have its members, so that these are not asked; every other account
 * has its own totals, and its trials are in its own statistics.
 */
export async function readUsage(order: UsageOrder, deps: UsageDeps): Promise<UsageByTarget> {
  const administrators = await administratorsOf(order, deps);
  const byRegion = [...Map.groupBy(order.targets, ({ region }) => region)];
  const read = await pMap(
    byRegion,
    ([region, targets]) => readRegion(region, { ...order, targets }, { administrators, deps }),
    {
      concurrency: deps.limits.parallelReads,
    },
  );
  return new Map(read.flat());
}

/** The access to the administrators of the organization, by id; none where the policy is about one account. */
async function administratorsOf(
  { access, policy, signal }: UsageOrder,
  deps: UsageDeps,
): Promise<ReadonlyMap<string, AccountAccess>> {
  if (policy.accounts === 'self') return new Map();
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const own = deps.forAccount(OWN_ACCOUNT);
  const [delegated, { accountId: ownId }] = await Promise.all([
    deps.delegatedAdministrators(limit),
    own.identify(limit),
  ]);
  const ids = delegated.kind === 'known' && delegated.value.length > 0 ? delegated.value : [ownId];
  const accessTo = (id: string): AccountAccess =>
    access.get(id) ?? (id === ownId ? own : deps.forAccount(id, policy.roles));
  return new Map(ids.map((id) => [id, accessTo(id)]));
}

interface RegionContext {
  readonly administrators: ReadonlyMap<string, AccountAccess>;
  readonly deps: UsageDeps;
}

async function readRegion(
  region: string,
  { targets, access, signal }: UsageOrder,
  { administrators, deps }: RegionContext,
): Promise<readonly (readonly [string, Lookup<AccountUsage>])[]> {
  const listed = await Promise.all(
    [...administrators.values()].map((one) => statisticsOf(one, { region, signal, deps, longest: LONGEST_LIST_MS })),
  );
  const known = new Map(listed.flatMap((found) => (found.kind === 'known' ? Object.entries(found.value) : [])));
  return pMap(
    targets,
    async (target) => {
      const ofAdministrator = known.get(target.accountId);
      const account = access.get(target.accountId);
      if (ofAdministrator) return [targetKey(target), { kind: 'known', value: ofAdministrator }] as const;
      return [targetKey(target), account ? await ownUsage(account, target, { signal, deps }) : NO_ACCESS] as const;
    },
    { concurrency: deps.limits.parallelReads },
  );
}

const NO_ACCESS: Lookup<never> = { kind: 'unknown', why: 'the account is not reached' };

interface OwnContext {
  readonly signal: AbortSignal;
  readonly deps: UsageDeps;
}

async function ownUsage(
  account: AccountAccess,
  { accountId, region }: Target,
  { signal, deps }: OwnContext,
): Promise<Lookup<AccountUsage>> {
  const limit = timeLimit(deps.limits.callBudgetMs, signal);
  const [totals, statistics] = await Promise.all([
    withinLimit(limit, {
      work: () => account.readUsageTotals({ region, signal: limit }),
      late: () => late('macie2:GetUsageTotals', region),
    }),
    statisticsOf(account, { region, signal, deps, longest: deps.limits.callBudgetMs }),
  ]);
  const own = statistics.kind === 'known' ? statistics.value[accountId] : undefined;
  if (totals.kind === 'unknown') return own ? { kind: 'known', value: own } : totals;
  const { trialStart = null, discoveryTrialStart = null } = own ?? {};
  return { kind: 'known', value: { costs: totals.value, trialStart, discoveryTrialStart } };
}

function statisticsOf(
  account: AccountAccess,
  { region, signal, longest }: OwnContext & { readonly region: string; readonly longest: number },
): ReturnType<AccountAccess['readUsageStatistics']> {
  const limit = timeLimit(longest, signal);
  return withinLimit(limit, {
    work: () => account.readUsageStatistics({ region, signal: limit }),
    late: () => late('macie2:GetUsageStatistics', region),
  });
}

function late(operation: string, region: string): Lookup<never> {
  return { kind: 'unknown', why: `${operation} in ${region} gave no answer in time` };
}
