import {
  driftKey,
  unreadableKey,
  type DriftRecord,
  type PolicyRecord,
  type State,
  type StoredState,
  type UnreadableRecord,
} from '../core/alerts/records.ts';
import type { SessionTimes } from '../core/alerts/session-times.ts';
import type { RepairAttempt, RepairLedger } from '../core/guard-rails/repair-attempt.ts';
import { compareTargets, compareText } from '../core/order.ts';
import { targetKey } from '../core/target.ts';
import { decodeItem, parseJson } from './decode.ts';
import { sortKey, subjectKey, type StateItem, type StoredItem } from './stored-items.ts';
import { convertItem } from './version-1.ts';

/** Sorts the items of an account into its state. */
export function readState(accountId: string, stored: readonly StoredItem[]): Omit<StoredState, 'asOf'> {
  const items: StateItem[] = [];
  const old: StateItem[] = [];
  const unreadableKeys: string[] = [];
  const convertedKeys: string[] = [];
  for (const one of stored) {
    const current = decodeItem(one);
    const converted = one.v === 1 ? convertItem(parseJson(one.data)) : null;
    if (current) items.push(current);
    else if (converted) {
      old.push(...converted);
      convertedKeys.push(one.sk);
    } else unreadableKeys.push(subjectKey(accountId, one.sk));
  }
  // A run that died while it replaced the items of version 1 has left some of both.
  const replaced = new Set(items.map(sortKey));
  const left = old.filter((item) => !replaced.has(sortKey(item)));
  return { state: stateOf([...items, ...left]), unreadableKeys, convertedKeys };
}

function stateOf(items: readonly StateItem[]): State {
  const drifts = items.filter((item): item is DriftRecord => item.kind === 'drift');
  const unreadable = items.filter((item): item is UnreadableRecord => item.kind === 'unreadable');
  const ledgers = items.filter((item): item is RepairLedger => item.kind === 'repairs');
  return {
    drifts: drifts.toSorted((a, b) => compareText(driftKey(a), driftKey(b))),
    unreadable: unreadable.toSorted((a, b) => compareText(unreadableKey(a), unreadableKey(b))),
    ledgers: mergeLedgers(ledgers),
    sessions: items.filter((item): item is SessionTimes => item.kind === 'sessions'),
    policies: items.filter((item): item is PolicyRecord => item.kind === 'policy'),
  };
}

/** Version 1 kept the repairs of each setting apart. */
function mergeLedgers(ledgers: readonly RepairLedger[]): readonly RepairLedger[] {
  const byTime = (a: RepairAttempt, b: RepairAttempt): number => compareText(a.at, b.at);
  return [...Map.groupBy(ledgers, targetKey).values()]
    .flatMap((same) => {
      const [first] = same;
      return first ? [{ ...first, attempts: same.flatMap(({ attempts }) => attempts).toSorted(byTime) }] : [];
    })
    .toSorted(compareTargets);
}
