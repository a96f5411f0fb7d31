import { describe, expect, test } from '@jest/globals';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import type { ReconcileContext } from '../../../lib/core/alerts/reconcile-context.ts';
import type { DriftRecord } from '../../../lib/core/alerts/records.ts';
import { onResolved } from '../../../lib/core/alerts/resolution.ts';
import { driftAlert } from '../../fixtures/alerts.ts';
import { callOf } from '../activity/calls.ts';
import { attemptOf } from '../guard-rails/ledgers.ts';
import { TARGET } from '../values.ts';
import { ALERT_SETTINGS, DAY, HOUR, START } from './history.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const alice = callOf({ eventId: 'alice', at: iso(START - HOUR) });
const bob = callOf({ eventId: 'bob', name: 'EnableMacie', at: iso(START - 60_000), sets: { status: 'ENABLED' } });

function record(over: Partial<DriftRecord> = {}): DriftRecord {
  const facts = { since: iso(START - HOUR), desired: 'ENABLED', actual: 'DISABLED', action: 'enable' };
  return { ...newDriftRecord({ ...TARGET, setting: 'status' }, facts), state: 'open', call: alice, ...over };
}

function context(over: Partial<ReconcileContext> = {}): ReconcileContext {
  const at = iso(START);
  return {
    now: new Date(START),
    startedAt: at,
    finishedAt: at,
    settings: ALERT_SETTINGS,
    versions: {},
    calls: [],
    callsBetween: [],
    ...over,
  };
}

const seen = { detail: null, recorded: null };
const recorded = attemptOf(iso(START - HOUR), { outcome: 'recorded', call: alice });

describe('onResolved', () => {
  test('closes an open drift and names who ended it', () => {
    const after = onResolved(record(), seen, context({ calls: [bob] }));
    expect(after).toMatchObject({ state: 'closed', pending: [{ kind: 'resolved', detail: null, call: bob }] });
  });

  test('names nobody when it is not known who ended it', () => {
    expect(onResolved(record(), seen, context()).pending).toMatchObject([{ kind: 'resolved', call: null }]);
  });

  test('says why a drift is no longer compared', () => {
    const after = onResolved(record(), { ...seen, detail: 'not covered' }, context());
    expect(after.pending).toMatchObject([{ detail: 'not covered' }]);
  });

  test.each(['waived', 'closed'] as const)('announces nothing of a %s drift', (state) => {
    expect(onResolved(record({ state }), seen, context()).pending).toEqual([]);
  });

  test('names who made a drift that was never announced, as its attempt has it', () => {
    const after = onResolved(record({ state: 'closed', call: null }), { ...seen, recorded }, context());
    expect(after.pending).toMatchObject([
      { kind: 'resolved', call: alice, detail: expect.stringContaining(`repair it at ${recorded.at}`) },
    ]);
  });

  test('never names who made an earlier drift', () => {
    const attempt = { ...recorded, call: null };
    const after = onResolved(record({ state: 'closed', call: alice }), { ...seen, recorded: attempt }, context());
    expect(after.pending).toMatchObject([{ kind: 'resolved', call: null }]);
  });

  test('drops openings that are a day old', () => {
    const openings = [iso(START - DAY), iso(START - HOUR)];
    expect(onResolved(record({ openings }), seen, context()).openings).toEqual([iso(START - HOUR)]);
  });

  test('announces nothing of a flapping drift until a day has passed without a change', () => {
    const flapping = record({ isFlapping: true, openings: [iso(START - HOUR)] });
    expect(onResolved(flapping, seen, context()).pending).toEqual([]);
    const closed: DriftRecord = { ...flapping, state: 'closed', contestedAt: iso(START - HOUR) };
    expect(onResolved(closed, seen, context()).pending).toEqual([]);
    expect(onResolved({ ...closed, openings: [] }, seen, context())).toMatchObject({
      isFlapping: false,
      contestedAt: null,
      pending: [{ kind: 'resolved', detail: 'it has not changed for a day' }],
    });
  });
});

describe('a repair of a run that saved its alert and not what came of the attempt', () => {
  const repaired = driftAlert({ kind: 'repaired' }, { id: 'repaired/111122223333/eu-west-1/status/v1' });
  const versions = { '111122223333': 'v1' };

  test('is announced by that alert alone', () => {
    const known = record({ state: 'closed', pending: [repaired] });
    expect(onResolved(known, { ...seen, recorded }, context({ versions })).pending).toEqual([repaired]);
  });

  test('is announced with that id where the alert was not saved', () => {
    const { pending } = onResolved(record({ state: 'closed' }), { ...seen, recorded }, context({ versions }));
    expect(pending).toMatchObject([{ kind: 'resolved', id: repaired.id }]);
  });
});
