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
  const regionsOf = new Map(
    [...Map.groupBy(targets, ({ accountId }) => accountId)].map(([accountId, own]) => [
      accountId,
      own.map(({ region }) => region).toSorted(compareText),
    ]),
  );
  const ids = [...regionsOf.keys()].toSorted(compareText);
  const byRegions = Map.groupBy(ids, (accountId) => String(regionsOf.get(accountId)));
  return [...byRegions].map(([regions, accounts]) => ({ accounts, regions: regions.split(',') }));
}

export function targetsOf({ accounts, regions }: TargetGroup): readonly Target[] {
  return accounts.flatMap((accountId) => regions.map((region) => ({ accountId, region })));
}
