import { newDriftRecord } from '../../lib/core/alerts/drift-record.ts';
import { EMPTY_STATE, type DriftRecord, type State, type StoredState } from '../../lib/core/alerts/records.ts';
import type { UnreadableRecord } from '../../lib/core/alerts/records.ts';

export const ACCOUNT = '111122223333';
export const NOW = new Date('2026-11-24T09:00:00.000Z');

export function driftRecord(over: Partial<DriftRecord> = {}): DriftRecord {
  const facts = { since: NOW.toISOString(), desired: 'ENABLED', actual: 'PAUSED', action: 'resume' };
  const target = { accountId: ACCOUNT, region: 'eu-west-1', setting: 'status' };
  return { ...newDriftRecord(target, facts), state: 'open', ...over };
}

export function unreadableRecord(over: Partial<UnreadableRecord> = {}): UnreadableRecord {
  return {
    kind: 'unreadable',
    accountId: ACCOUNT,
    region: 'eu-west-1',
    group: 'session',
    state: 'open',
    since: NOW.toISOString(),
    reason: 'throttled',
    detail: 'slow down',
    runs: 1,
    countedAt: NOW.toISOString(),
    announcedAt: null,
    reminders: 0,
    pending: [],
    ...over,
  };
}

/** Drifts of so many Regions. */
export function stateOf(count: number): State {
  const drifts = Array.from({ length: count }, (_, index) =>
    driftRecord({ region: `eu-west-${String(index).padStart(4, '0')}` }),
  );
  return { ...EMPTY_STATE, drifts };
}

/** A state as it was loaded. */
export function stored(state: State = EMPTY_STATE, over: Partial<StoredState> = {}): StoredState {
  return { state, asOf: null, unreadableKeys: [], convertedKeys: [], ...over };
}
