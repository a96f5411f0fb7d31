import type { UnitCounts } from '../../core/compliance/report.ts';
import { compareText } from '../../core/order.ts';
import type { Place } from '../../core/target.ts';
import type { AccountNaming } from './place-words.ts';

/** How places are named beside each other: targets by Region alone where all are of one account. */
export function targetNaming(places: readonly Place[], nameOf: AccountNaming): (place: Place) => string {
  const isOneAccount = new Set(places.map(({ accountId }) => accountId)).size <= 1;
  return ({ accountId, region }) => {
    if (region === null) return `account ${nameOf(accountId)}`;
    return isOneAccount ? region : `${nameOf(accountId)} ${region}`;
  };
}

/** The organizational unit that an account is directly in; null: it is not known. */
export type UnitNaming = (accountId: string) => string | null;

export function unitNaming(units: readonly UnitCounts[]): UnitNaming {
  const byAccount = new Map(units.flatMap(({ path, accounts }) => accounts.map((id) => [id, path.at(-1) ?? null])));
  return (accountId) => byAccount.get(accountId) ?? null;
}

interface TargetNaming {
  readonly name: (place: Place) => string;
  readonly nameOf: AccountNaming;
  readonly unitOf: UnitNaming;
}

/**
 * The targets of one entry. Accounts with the same Regions are named together, so that 15 Regions of 300 accounts are a list of 15
 * names and one of 300: `eu-west-1, eu-west-2 of prod (111122223333), 222233334444`.
 */
export function targetNames(places: readonly Place[], { name, nameOf, unitOf }: TargetNaming): string {
  const byAccount = Map.groupBy(places, ({ accountId }) => accountId);
  if (byAccount.size < 2 || places.some(({ region }) => region === null)) return places.map(name).join(', ');
  const byRegions = Map.groupBy(byAccount.keys(), (accountId) =>
    (byAccount.get(accountId) ?? []).map(({ region }) => region).join(', '),
  );
  return [...byRegions]
    .map(([regions, accounts]) => `${regions} of ${accountNames(accounts, { nameOf, unitOf })}`)
    .join('; ');
}

/** So few accounts are found without their units. */
const FEW_ACCOUNTS = 5;

/** The accounts by organizational unit, such as `ou-ab12-11111111: prod (111122223333), 222233334444; ou-ab12-22222222: …`. */
function accountNames(
  accounts: readonly string[],
  { nameOf, unitOf }: Pick<TargetNaming, 'nameOf' | 'unitOf'>,
): string {
  const byUnit = [...Map.groupBy(accounts, unitOf)].toSorted(([a], [b]) => compareText(a ?? '', b ?? ''));
  const isTold = accounts.length > FEW_ACCOUNTS && byUnit.length > 1;
  return byUnit
    .map(([unit, own]) => `${isTold && unit !== null ? `${unit}: ` : ''}${own.map(nameOf).join(', ')}`)
    .join(isTold ? '; ' : ', ');
}
