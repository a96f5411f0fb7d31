import { MACIE_REGIONS } from '../../core/regions.ts';
import { SETTINGS } from '../../core/settings/index.ts';
import { SESSION } from '../../core/settings/session.ts';
import { BUILT_IN_POLICY } from '../../policy/built-in.ts';
import { flattenDesired } from '../../policy/flatten-desired.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import { parsePolicy } from '../../policy/parse.ts';
import type { Policy } from '../../policy/schema.ts';
import { BUILT_IN } from '../../policy/source.ts';
import { surveyRequest } from '../init/survey.ts';
import { readsTable, type QueryPlan } from './plan-query.ts';

/**
 * The policy of a query: it says which targets there are, and what they are compared with. `built-in`: there is no file, so that the
 * query says which targets there are, and every setting is shown. `none`: the same, compared with nothing.
 */
export interface QueryPolicy {
  readonly loaded: LoadedPolicy;
  readonly kind: 'given' | 'built-in' | 'none';
}

interface Asked {
  readonly accounts?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}

/** For a query without a file: the accounts and Regions that were asked for, or else the own account and every Region. */
export function policyWithoutFile(
  kind: 'built-in' | 'none',
  { accounts, regions }: Asked,
  { narrowing }: Pick<QueryPlan, 'narrowing'>,
): QueryPolicy {
  // A Region that the query names needs no list of AWS.
  const named = regions ?? narrowing.regions?.filter((region) => MACIE_REGIONS.includes(region));
  const builtIn = parsePolicy(BUILT_IN_POLICY, BUILT_IN);
  const policy: Policy = {
    ...builtIn,
    accounts: accounts === undefined ? 'self' : [...accounts],
    regions: named?.length ? [...named] : 'all',
  };
  return { loaded: { policy, source: kind === 'none' ? 'the query' : BUILT_IN, sha256: '' }, kind };
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
export function readingPolicy({ loaded, kind }: QueryPolicy, plan: QueryPlan): LoadedPolicy {
  // The session is read in any case.
  if (!readsTable(plan, 'settings', 'drifts')) return { ...loaded, policy: keep(loaded.policy, []) };
  const settings = settingsOf(plan);
  // Drifts are those of the policy alone.
  if (kind === 'given' || !readsTable(plan, 'settings')) return { ...loaded, policy: keep(loaded.policy, settings) };
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
