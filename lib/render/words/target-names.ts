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
export function targetNames(places: readonly Place[], { name, ...naming }: TargetNaming): string {
  const [first] = places;
  if (first === undefined || places.some(({ region }) => region === null)) return places.map(name).join(', ');
  // By its Region alone: all targets beside it are of the same account.
  const isPlain = name(first) === first.region;
  return isPlain || places.length === 1 ? places.map(name).join(', ') : byRegions(places, naming);
}

type EntryNaming = Pick<TargetNaming, 'nameOf' | 'unitOf'>;

/** How a report names the targets of an entry: by their Regions alone if all targets of the report are of one account. */
export function reportNaming(all: readonly Place[], naming: EntryNaming): (places: readonly Place[]) => string {
  const isOneAccount = new Set(all.map(({ accountId }) => accountId)).size < 2;
  return (places) => (isOneAccount ? places.map(({ region }) => region).join(', ') : byRegions(places, naming));
}

function byRegions(places: readonly Place[], naming: EntryNaming): string {
  const byAccount = Map.groupBy(places, ({ accountId }) => accountId);
  const groups = Map.groupBy(byAccount.keys(), (accountId) =>
    (byAccount.get(accountId) ?? []).map(({ region }) => region).join(', '),
  );
  return [...groups].map(([regions, accounts]) => `${regions} of ${accountNames(accounts, naming)}`).join('; ');
}

/** So few accounts are found without their units. */
const FEW_ACCOUNTS = 5;

/** The accounts by organizational unit, such as `ou-ab12-11111111: prod (111122223333), 222233334444; ou-ab12-22222222: …`. */
function accountNames(accounts: readonly string[], { nameOf, unitOf }: EntryNaming): string {
  const byUnit = [...Map.groupBy(accounts, unitOf)].toSorted(([a], [b]) => compareText(a ?? '', b ?? ''));
  const hasUnits = accounts.length > FEW_ACCOUNTS && byUnit.length > 1;
  return byUnit
    .map(([unit, own]) => `${hasUnits && unit !== null ? `${unit}: ` : ''}${own.map((id) => nameOf(id)).join(', ')}`)
    .join(hasUnits ? '; ' : ', ');
}
