import { MACIE_REGIONS } from '../../core/regions.ts';
import { SETTINGS } from '../../core/settings/index.ts';
import { SESSION } from '../../core/settings/session.ts';
import { flattenDesired } from '../../policy/flatten-desired.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { parsePolicy } from '../../policy/parse.ts';
import type { Policy } from '../../policy/schema.ts';
import { surveyRequest } from '../init/survey.ts';
import { readsTable, type QueryPlan } from './plan-query.ts';

/** The policy of a query: it says which targets there are, and what they are compared with. */
export interface QueryPolicy {
  readonly loaded: LoadedPolicy;
  /** false: there is none, and targets are compared with nothing. */
  readonly isGiven: boolean;
}

interface Asked {
  readonly accounts?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}

/** For a query without a policy: the accounts and Regions that were asked for, or else the own account and every Region. */
export function withoutPolicy({ accounts, regions }: Asked, { narrowing }: Pick<QueryPlan, 'narrowing'>): QueryPolicy {
  // A Region that the query names needs no list of AWS.
  const named = regions ?? narrowing.regions?.filter((region) => MACIE_REGIONS.includes(region));
  const text = { version: 1, accounts: accounts ?? 'self', regions: named?.length ? named : 'all' };
  const policy = parsePolicy(JSON.stringify({ ...text, desired: { status: 'ENABLED' } }), 'the query');
  return { loaded: { policy, source: 'the query', sha256: '' }, isGiven: false };
}

export const SESSION_SETTINGS: readonly string[] = SETTINGS.filter(({ group }) => group === SESSION).map(
  ({ id }) => id,
);

/** The settings that a query reads. Those of the session are read with it, and others are compared by them. */
export function settingsOf({ narrowing: { settings } }: Pick<QueryPlan, 'narrowing'>): readonly string[] {
  return SETTINGS.map(({ id }) => id).filter(
    (id) => settings === null || settings.includes(id) || SESSION_SETTINGS.includes(id),
  );
}

/** The same policy with the desired values that make a run read what the query needs, and nothing else. */
export function readingPolicy({ loaded, isGiven }: QueryPolicy, plan: QueryPlan): LoadedPolicy {
  // The session is read in any case.
  if (!readsTable(plan, 'settings', 'drifts')) return { ...loaded, policy: keep(loaded.policy, []) };
  const settings = settingsOf(plan);
  if (isGiven) return { ...loaded, policy: keep(loaded.policy, settings) };
  const { desired } = surveyRequest({ accounts: 'self', regions: null }).policy.policy;
  return { ...loaded, policy: keep({ ...loaded.policy, desired }, settings) };
}

function keep(policy: Policy, settings: readonly string[]): Policy {
  const kept = (desired: Policy['desired']): Policy['desired'] =>
    Object.fromEntries(Object.entries(flattenDesired(desired)).filter(([id]) => settings.includes(id)));
  return {
    ...policy,
    desired: kept(policy.desired),
    overrides: policy.overrides.map((override) =>
      override.desired === undefined ? override : { ...override, desired: kept(override.desired) },
    ),
  };
}
