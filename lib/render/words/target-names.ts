import type { Place } from '../../core/target.ts';
import type { AccountNaming } from './place-words.ts';

/** How places are named beside each other: targets by Region alone where all are of one account. */
export function targetNaming(places: readonly Place[]): (place: Place) => string {
  const isOneAccount = new Set(places.map(({ accountId }) => accountId)).size <= 1;
  return ({ accountId, region }) => {
    if (region === null) return `account ${accountId}`;
    return isOneAccount ? region : `${accountId} ${region}`;
  };
}

/**
 * The targets of one entry. Accounts with the same Regions are named together, so that 15 Regions of 300 accounts are a list of 15
 * names and one of 300: `eu-west-1, eu-west-2 of prod (111122223333), 222233334444`.
 */
export function targetNames(
  places: readonly Place[],
  { name, nameOf }: { readonly name: (place: Place) => string; readonly nameOf: AccountNaming },
): string {
  const byAccount = Map.groupBy(places, ({ accountId }) => accountId);
  if (byAccount.size < 2 || places.some(({ region }) => region === null)) return places.map(name).join(', ');
  const byRegions = Map.groupBy(byAccount.keys(), (accountId) =>
    (byAccount.get(accountId) ?? []).map(({ region }) => region).join(', '),
  );
  return [...byRegions].map(([regions, accounts]) => `${regions} of ${accounts.map(nameOf).join(', ')}`).join('; ');
}
