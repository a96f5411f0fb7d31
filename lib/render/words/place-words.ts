import type { Report } from '../../core/compliance/report.ts';
import type { Place } from '../../core/target.ts';
import { truncate } from './escape.ts';
import { countOf } from './sentence.ts';

/** The id of the account has to fit beside it. */
const MAX_NAME = 20;

/** How an account is named: `prod (111122223333)` where the report knows its name, and `maxName` leaves room for any of it. */
export type AccountNaming = (accountId: string, room?: NameRoom) => string;

interface NameRoom {
  readonly maxName: number;
}

export function accountNaming({ results }: Pick<Report, 'results'>): AccountNaming {
  return namingOf(
    new Map(results.flatMap(({ accountId, accountName }) => (accountName ? [[accountId, accountName]] : []))),
  );
}

/** The same, with the names of accounts by id. */
export function namingOf(names: ReadonlyMap<string, string>): AccountNaming {
  return (accountId, { maxName } = { maxName: MAX_NAME }) => {
    const name = names.get(accountId);
    return name === undefined || maxName === 0 ? accountId : `${truncate(name, maxName)} (${accountId})`;
  };
}

/** Such as `eu-west-1 of 111122223333`, `eu-west-1 of 40 accounts`, `3 Regions of 111122223333`, `22 Regions of 3 accounts`; `account 111122223333` for what has no Region. */
export function placeText(targets: readonly Place[], nameOf: AccountNaming, room?: NameRoom): string {
  const [first] = targets;
  const accounts = [...new Set(targets.map(({ accountId }) => accountId))];
  const whose = accounts.length === 1 ? nameOf(accounts[0] ?? '', room) : countOf(accounts.length, 'account');
  if (first?.region === null) return accounts.length === 1 ? `account ${whose}` : whose;
  const names = new Set(targets.map(({ region }) => region));
  const where = names.size === 1 ? (first?.region ?? '') : countOf(names.size, 'Region');
  return `${where} of ${whose}`;
}

const MAX_REGIONS = 5;
/** AWS Organizations takes 50 characters, and IAM 63 in an alias. */
const LONG_NAME = { maxName: 63 };

/** The same with the names of a few Regions of one account, and more of its name: `3 Regions (eu-west-1, …) of account 111122223333`. */
export function longPlaceText(targets: readonly Place[], nameOf: AccountNaming): string {
  const [first] = targets;
  if (first === undefined || first.region === null) return placeText(targets, nameOf, LONG_NAME);
  const regions = [...new Set(targets.map(({ region }) => region))];
  const isOneAccount = new Set(targets.map(({ accountId }) => accountId)).size === 1;
  const account = `account ${nameOf(first.accountId, LONG_NAME)}`;
  if (!isOneAccount) return placeText(targets, nameOf);
  if (regions.length === 1) return `${first.region} of ${account}`;
  const left = regions.length - MAX_REGIONS;
  const named = `${regions.slice(0, MAX_REGIONS).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return `${countOf(regions.length, 'Region')} (${named}) of ${account}`;
}
