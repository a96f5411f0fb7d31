import type { Place } from '../../core/target.ts';

/** How places are named beside each other: targets by Region alone where all are of one account. */
export function targetNaming(places: readonly Place[]): (place: Place) => string {
  const isOneAccount = new Set(places.map(({ accountId }) => accountId)).size <= 1;
  return ({ accountId, region }) => {
    if (region === null) return `account ${accountId}`;
    return isOneAccount ? region : `${accountId} ${region}`;
  };
}
