import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import type { State, StoredState } from '../core/alerts/records.ts';
import type { LifeEvent } from '../core/history/life-event.ts';
import { historyItems } from './history.ts';
import { encodeItem, itemKey, itemsOf, sortKey, type StateItem } from './stored-items.ts';

export interface StateChange {
  readonly before: StoredState;
  readonly after: State;
  /** What has happened to drifts and unreadable targets between the two. */
  readonly events?: readonly LifeEvent[] | undefined;
}

/** The writes that turn one state of an account into another. Items that this version does not understand are left alone. */
export function changedItems(accountId: string, { before, after, events = [] }: StateChange): readonly WriteRequest[] {
  const own = (state: State): ReadonlyMap<string, StateItem> =>
    new Map(itemsOf(state).flatMap((item) => (item.accountId === accountId ? [[sortKey(item), item]] : [])));
  const old = own(before.state);
  const next = own(after);
  // Converted items were never stored in this form.
  const isStored = before.convertedKeys.length === 0;
  const changed = [...next].filter(([key, item]) => !isStored || !isSame(old.get(key), item));
  const gone = [...[...old.keys()].filter((key) => !next.has(key)), ...before.convertedKeys];
  return [
    ...historyItems(accountId, events),
    ...changed.map(([, item]) => ({ PutRequest: { Item: encodeItem(item) } })),
    ...gone.map((key) => ({ DeleteRequest: { Key: itemKey(accountId, key) } })),
  ];
}

function isSame(a: StateItem | undefined, b: StateItem): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
