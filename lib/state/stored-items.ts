import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { accountItemKey, type AlertRecord, type PolicyRecord, type State } from '../core/alerts/records.ts';
import type { SessionTimes } from '../core/alerts/session-times.ts';
import type { RepairLedger } from '../core/guard-rails/repair-attempt.ts';
import { targetKey } from '../core/target.ts';

export type Attributes = Record<string, AttributeValue>;

/** The version of the items. Items of a newer version are left alone; those of version 1 are converted (`version-1.ts`). */
export const VERSION = 2;

/** One item of the state: a drift, an unreadable target, the repairs of a target, the session times or the policy of an account. */
export type StateItem = AlertRecord | RepairLedger | SessionTimes | PolicyRecord;

/** An item as the table holds it, before its data is understood. */
export interface StoredItem {
  readonly pk: string;
  readonly sk: string;
  readonly v: number;
  readonly data: string;
}

export function accountKey(accountId: string): string {
  return `account#${accountId}`;
}

export function sortKey(item: StateItem): string {
  switch (item.kind) {
    case 'drift':
      return `drift#${item.region}#${item.setting}`;
    case 'unreadable':
      return `unreadable#${item.region}#${item.group}`;
    case 'repairs':
      return `repairs#${item.region}`;
    case 'sessions':
    case 'policy':
      return item.kind;
  }
}

/** The key of the drift, the target or the account that an item is about, from its sort key, whatever version wrote it. */
export function subjectKey(accountId: string, sort: string): string {
  const [kind, region = '', setting = ''] = sort.split('#');
  if (kind === 'sessions' || kind === 'policy') return accountItemKey({ kind, accountId });
  return kind === 'repairs' ? targetKey({ accountId, region }) : `${accountId} ${region} ${setting}`;
}

/** Alerts come first: a save that is cut short must not keep what came of a repair, or of a session, without its alert. */
export function itemsOf({ drifts, unreadable, ledgers, sessions, policies }: State): readonly StateItem[] {
  return [...drifts, ...unreadable, ...policies, ...ledgers, ...sessions];
}

export function itemKey(accountId: string, sort: string): Attributes {
  return marshall({ pk: accountKey(accountId), sk: sort });
}

export function encodeItem(item: StateItem): Attributes {
  return marshall({ pk: accountKey(item.accountId), sk: sortKey(item), v: VERSION, data: JSON.stringify(item) });
}

export function storedItem(attributes: Attributes): StoredItem {
  const { pk, sk, v, data }: Partial<Record<string, unknown>> = unmarshall(attributes);
  return { pk: String(pk), sk: String(sk), v: Number(v), data: typeof data === 'string' ? data : '' };
}
