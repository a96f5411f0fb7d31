import { driftKey, unreadableKey, type State } from '../../../core/alerts/records.ts';
import type { Report } from '../../../core/compliance/report.ts';
import type { LimitedRepair } from '../../../core/guard-rails/repair-limit.ts';
import { compareTargets, compareText } from '../../../core/order.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { lookUpCallers, lookUpChanges, reconcileRun, type KnownCalls } from '../../notify/reconcile-run.ts';
import { ofAccount, type StoredStates } from '../../run/stored-states.ts';
import type { AccountAccess } from '../../scan/deps.ts';
import { timeLimit } from '../../scan/time-limit.ts';
import type { Planned } from '../../scan/plan-run.ts';
import type { StepDeps } from '../deps.ts';

/** The targets of a run, for each account. Grouped once: a run has many accounts. */
export interface ByAccount {
  readonly results: ReadonlyMap<string, Report['results']>;
  readonly targets: ReadonlyMap<string, Planned['scan']['targets']>;
}

export function groupByAccount({ results }: Report, { targets }: Pick<Planned['scan'], 'targets'>): ByAccount {
  return {
    results: Map.groupBy(results, ({ accountId }) => accountId),
    targets: Map.groupBy(targets, ({ target }) => target.accountId),
  };
}

/** The report of a run with the targets of one account alone: what is done for each account must not go through all targets. */
export function reportOfAccount(accountId: string, { report, byAccount }: Pick<Reconciling, 'report' | 'byAccount'>) {
  return { ...report, results: byAccount.results.get(accountId) ?? [] };
}

export interface Reconciling {
  readonly planned: Pick<Planned, 'request' | 'scan'>;
  /** Of these accounts and perhaps of others. */
  readonly report: Report;
  readonly byAccount: ByAccount;
  readonly limited: readonly LimitedRepair[];
  /** When the readings of an account began, by its id. */
  readonly startedAt: ReadonlyMap<string, string>;
  /** The account whose state keeps the policy of the last run: a changed policy is one alert, and not one for each account. */
  readonly policyAccount: string | null;
}

type Versioned = Reconciling & Pick<StoredStates, 'versions'>;

/**
 * The calls behind the news of some accounts: one lookup in the trail of each account, and one in that of each administrator for
 * all its members, because CloudTrail answers two a second.
 */
export async function callsBehind(
  accountIds: readonly string[],
  state: State,
  reconciling: Versioned & { readonly access: ReadonlyMap<string, AccountAccess> },
  { now, deadline, trailsMs }: Pick<StepDeps, 'now' | 'deadline' | 'trailsMs'>,
): Promise<KnownCalls> {
  const at = now();
  const next = reconcileAccounts(accountIds, state, reconciling, at);
  const { request, scan } = reconciling.planned;
  const facts = { ...reconciling, request, scan, now: at };
  const lookup = { accounts: reconciling.access, signal: timeLimit(trailsMs, deadline) };
  const meant = new Set(accountIds);
  const results = reconciling.report.results.filter(({ accountId }) => meant.has(accountId));
  const [calls, callsBetween] = await Promise.all([
    lookUpCallers(next, facts, lookup),
    lookUpChanges(state, { request, report: { ...reconciling.report, results } }, lookup),
  ]);
  return { calls: [...(request.calls ?? []), ...calls], callsBetween };
}

/** The state of some accounts after a run, each by its own readings. Pure. */
export function reconcileAccounts(
  accountIds: readonly string[],
  state: State,
  { calls, ...reconciling }: Versioned & { readonly calls?: KnownCalls | undefined },
  now: Date,
): State {
  const { targets } = reconciling.byAccount;
  const states = accountIds.map((accountId) => {
    const { request, scan } = reconciling.planned;
    const startedAt = reconciling.startedAt.get(accountId) ?? scan.startedAt;
    const scope = { ...scan.scope, accounts: [accountId] };
    const facts = {
      request,
      scan: { ...scan, startedAt, scope, targets: targets.get(accountId) ?? [] },
      report: { ...reportOfAccount(accountId, reconciling), startedAt, scope },
      limited: reconciling.limited.filter((repair) => repair.accountId === accountId),
      versions: reconciling.versions,
      now,
    };
    const before = ofAccount(state, accountId);
    const after = reconcileRun(before, facts, calls);
    return accountId === reconciling.policyAccount ? after : { ...after, policies: before.policies };
  });
  return joinStates(states);
}

/** The states of several accounts as one. Its keys have the order of a loaded state, so that equal states are equal texts. */
export function joinStates(states: readonly State[]): State {
  return {
    drifts: states.flatMap(({ drifts }) => drifts).toSorted((a, b) => compareText(driftKey(a), driftKey(b))),
    unreadable: states
      .flatMap(({ unreadable }) => unreadable)
      .toSorted((a, b) => compareText(unreadableKey(a), unreadableKey(b))),
    ledgers: states.flatMap(({ ledgers }) => ledgers).toSorted(compareTargets),
    sessions: states.flatMap(({ sessions }) => sessions).toSorted((a, b) => compareText(a.accountId, b.accountId)),
    policies: states.flatMap(({ policies }) => policies).toSorted((a, b) => compareText(a.accountId, b.accountId)),
  };
}

/** A state that claims to be later than this comes from a wrong clock. */
const CLOCK_SKEW_MS = 2 * MINUTE_MS;

/** Has a run changed the state of an account since its readings began? Then they are outdated. */
export function isNewer(
  asOf: string | null,
  { startedAt, now }: { readonly startedAt: string; readonly now: Date },
): boolean {
  if (asOf === null) return false;
  return asOf >= startedAt && Date.parse(asOf) <= now.getTime() + CLOCK_SKEW_MS;
}
