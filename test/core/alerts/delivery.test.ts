import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mustKeep, pendingAlerts, withoutDelivered } from '../../../lib/core/alerts/delivery.ts';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import { ALERT_KINDS } from '../../../lib/core/alerts/model.ts';
import { EMPTY_STATE, type DriftRecord } from '../../../lib/core/alerts/records.ts';
import { drift, resultOf, TARGET, unreadableResult } from '../values.ts';
import { alertsOf, DAY, HOUR, runOnce, START } from './history.ts';

const NOW = new Date(START);
const OK = resultOf('eu-west-1');
const drifted = (region: string) => resultOf(region, { drifts: [drift()] });
const { state: first } = alertsOf([[unreadableResult('us-east-1')]]);
const { next } = runOnce(first, {
  results: [drifted('eu-west-1'), drifted('ap-south-1'), unreadableResult('us-east-1')],
  atMs: START + HOUR,
});

describe('pendingAlerts', () => {
  test('has the worst first, then sorts by account, Region and setting', () => {
    expect(pendingAlerts(next).map(({ kind, region }) => `${kind} ${region}`)).toEqual([
      'opened ap-south-1',
      'opened eu-west-1',
      'unreadable us-east-1',
    ]);
  });

  test('sorts the alerts of one drift by their ids, whatever was pending first', () => {
    const closed = runOnce(next, { results: [OK, drifted('ap-south-1')], atMs: START + 2 * HOUR }).next;
    const again = runOnce(closed, { results: [drifted('eu-west-1'), drifted('ap-south-1')], atMs: START + 3 * HOUR });
    const ids = again.alerts
      .filter(({ kind, region }) => kind === 'opened' && region === 'eu-west-1')
      .map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids).toEqual(ids.toSorted());
  });

  test('ranks every kind of alert', () => {
    expect(ALERT_KINDS.indexOf('contested')).toBe(0);
    expect(ALERT_KINDS.at(-1)).toBe('readable');
  });
});

describe('withoutDelivered', () => {
  test('keeps the records of what is open, without their alerts', () => {
    const state = withoutDelivered(next, { now: NOW });
    expect(pendingAlerts(state)).toEqual([]);
    expect(state.drifts).toHaveLength(2);
    expect(state.unreadable).toHaveLength(1);
  });

  test('keeps the alerts that were not delivered', () => {
    fc.assert(
      fc.property(fc.subarray(pendingAlerts(next).map(({ id }) => id)), (undelivered) => {
        const state = withoutDelivered(next, { now: NOW, undelivered });
        expect(pendingAlerts(state).map(({ id }) => id)).toEqual(undelivered);
      }),
    );
  });

  test('drops a closed record that was kept only for its alert', () => {
    const [open] = next.drifts;
    const closed: DriftRecord = { ...(open as DriftRecord), state: 'closed', openings: [] };
    const kept = { ...EMPTY_STATE, drifts: [closed] };
    expect(withoutDelivered(kept, { now: NOW }).drifts).toEqual([]);
    expect(withoutDelivered(kept, { now: NOW, undelivered: closed.pending.map(({ id }) => id) }).drifts).toEqual([
      closed,
    ]);
  });
});

describe('mustKeep', () => {
  const facts = { since: NOW.toISOString(), desired: 'ENABLED', actual: 'PAUSED', action: 'resume' };
  const closed = newDriftRecord({ ...TARGET, setting: 'status' }, facts);
  const [unreadable] = next.unreadable;
  test.each([
    ['an open drift', { ...closed, state: 'open' }, true],
    ['a waived drift', { ...closed, state: 'waived' }, true],
    ['a closed drift that opened within a day', { ...closed, openings: [new Date(START - HOUR).toISOString()] }, true],
    ['a closed drift that opened a day ago', { ...closed, openings: [new Date(START - DAY).toISOString()] }, false],
    ['a closed drift that is flapping', { ...closed, isFlapping: true }, true],
    ['a closed drift', closed, false],
    ['an unreadable target', unreadable, true],
    ['an unreadable target that was read again', { ...unreadable, state: 'closed', pending: [] }, false],
  ])('of %s', (_, record, expected) => {
    expect(mustKeep(record as DriftRecord, NOW)).toBe(expected);
  });
});
