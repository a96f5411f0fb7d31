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

/** The sparse index of the items that a run over many accounts has to load: `open` is its key, and only they have it. */
export const OPEN_INDEX = 'open';

export function encodeItem(item: StateItem): Attributes {
  const open = isOpen(item) ? { open: OPEN_INDEX } : {};
  return marshall({
    pk: accountKey(item.accountId),
    sk: sortKey(item),
    v: VERSION,
    ...open,
    data: JSON.stringify(item),
  });
}

/** Can an item change although its target is compliant and its session unchanged? */
function isOpen(item: StateItem): boolean {
  switch (item.kind) {
    case 'drift':
      return item.state !== 'closed' || item.isFlapping || item.pending.length > 0;
    case 'unreadable':
      return item.state !== 'closed' || item.pending.length > 0;
    case 'repairs':
      return item.attempts.some(({ outcome }) => outcome === 'recorded' || outcome === 'sent');
    case 'policy':
      return item.pending.length > 0;
    case 'sessions':
      return false;
  }
}

/** The account of an item; null for one that is of no account. */
export function accountOf({ pk }: Attributes): string | null {
  return /^account#(?<id>.+)$/.exec(pk?.S ?? '')?.groups?.['id'] ?? null;
}

export function storedItem(attributes: Attributes): StoredItem {
  const { pk, sk, v, data }: Partial<Record<string, unknown>> = unmarshall(attributes);
  return { pk: String(pk), sk: String(sk), v: Number(v), data: typeof data === 'string' ? data : '' };
}
