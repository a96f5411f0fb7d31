import { compareText } from '../order.ts';
import type { Target } from '../target.ts';

/** Targets in few words: each of the accounts in each of the Regions. Thousands of accounts have the same Regions. */
export interface TargetGroup {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** The targets with the same facts, as few groups. Sorted, so that equal targets are equal texts. */
export function groupTargets<T extends object>(
  targets: readonly (Target & { readonly same: T })[],
): readonly (TargetGroup & T)[] {
  const byFacts = Map.groupBy(targets, ({ same }) => JSON.stringify(same));
  return [...byFacts]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, own]) => own.slice(0, 1).flatMap(({ same }) => groupsOf(own).map((group) => ({ ...same, ...group }))));
}

function groupsOf(targets: readonly Target[]): readonly TargetGroup[] {
  const byAccount = [...Map.groupBy(targets, ({ accountId }) => accountId)]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([accountId, own]) => ({ accountId, regions: own.map(({ region }) => region).toSorted(compareText) }));
  const byRegions = Map.groupBy(byAccount, ({ regions }) => regions.join(' '));
  return [...byRegions.values()].map((same) => ({
    accounts: same.map(({ accountId }) => accountId),
    regions: same[0]?.regions ?? [],
  }));
}

export function targetsOf({ accounts, regions }: TargetGroup): readonly Target[] {
  return accounts.flatMap((accountId) => regions.map((region) => ({ accountId, region })));
}
