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

interface Naming {
  readonly name: (place: Place) => string;
  readonly nameOf: AccountNaming;
}

/**
 * The targets of one entry. Accounts with the same Regions are named together, so that 15 Regions of 300 accounts are a list of 15
 * names and one of 300: `eu-west-1, eu-west-2 of prod (111122223333), 222233334444`.
 */
export function targetNames(places: readonly Place[], { name, nameOf }: Naming): string {
  const isOneAccount = new Set(places.map(({ accountId }) => accountId)).size < 2;
  return isOneAccount || places.some(({ region }) => region === null)
    ? places.map(name).join(', ')
    : byRegions(places, nameOf);
}

/** How a report names the targets of an entry: by their Regions alone if all targets of the report are of one account. */
export function reportNaming(all: readonly Place[], nameOf: AccountNaming): (places: readonly Place[]) => string {
  const isOneAccount = new Set(all.map(({ accountId }) => accountId)).size < 2;
  return (places) => (isOneAccount ? places.map(({ region }) => region).join(', ') : byRegions(places, nameOf));
}

function byRegions(places: readonly Place[], nameOf: AccountNaming): string {
  const byAccount = Map.groupBy(places, ({ accountId }) => accountId);
  const groups = Map.groupBy(byAccount.keys(), (accountId) =>
    (byAccount.get(accountId) ?? []).map(({ region }) => region).join(', '),
  );
  return [...groups].map(([regions, accounts]) => `${regions} of ${accounts.map(nameOf).join(', ')}`).join('; ');
}
