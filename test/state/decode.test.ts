import { describe, expect, test } from '@jest/globals';
import { announceDrift, newDriftRecord } from '../../lib/core/alerts/drift-record.ts';
import type { DriftNews } from '../../lib/core/alerts/model.ts';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import { decodeItem, decodeRun } from '../../lib/state/decode.ts';
import { callOf } from '../core/activity/calls.ts';
import { reportFor, resultOf } from '../core/values.ts';
import { ACCOUNT, driftRecord, NOW, unreadableRecord } from './items.ts';

describe('decodeItem', () => {
  test('takes items with the thread of their alerts, and those without one or with an odd one', () => {
    const thread = { channelId: 'C0ABC1DEF', ts: '1700000000.000001', since: NOW.toISOString() };
    for (const item of [driftRecord({ thread }), { ...unreadableRecord(), thread }])
      expect(decodeItem({ v: 2, data: JSON.stringify(item) })).toEqual(item);
    const odd = decodeItem({ v: 2, data: JSON.stringify({ ...driftRecord(), thread: { ts: 3 } }) });
    expect(odd).not.toBeNull();
  });

  test('takes items of this version', () => {
    for (const item of [driftRecord(), unreadableRecord()])
      expect(decodeItem({ v: 2, data: JSON.stringify(item) })).toEqual(item);
  });

  test.each([
    ['with takers that are no names', 2, JSON.stringify(pendingFor(3))],
    ['of another version', 3, JSON.stringify(driftRecord())],
    ['that is no JSON', 2, '{'],
    ['of an unknown setting', 2, JSON.stringify(driftRecord({ setting: 'weather' }))],
    ['with a field of another type', 2, JSON.stringify({ ...driftRecord(), openings: 3 })],
    ['with a reason that is none', 2, JSON.stringify({ ...unreadableRecord(), reason: 'boredom' })],
  ])('refuses an item %s', (_, v, data) => {
    expect(decodeItem({ v, data })).toBeNull();
  });
});

/** A drift record with an alert that these channels took. */
function pendingFor(takenBy: unknown) {
  const record = announceDrift(driftRecord(), { kind: 'opened' }, { now: NOW, versions: {} });
  return { ...record, pending: record.pending.map((alert) => ({ ...alert, takenBy })) };
}

describe('a pending alert', () => {
  test('is read with the channels that took it', () => {
    const record = pendingFor(['sns']);
    expect(decodeItem({ v: 2, data: JSON.stringify(record) })).toEqual(record);
  });

  const facts = { since: NOW.toISOString(), desired: 'ENABLED', actual: 'PAUSED', action: 'resume' };
  const record = newDriftRecord({ accountId: ACCOUNT, region: 'eu-west-1', setting: 'status' }, facts);
  const waiver = { reason: 'r', owner: 'o', expires: '2027-01-31' };
  const announced = (news: DriftNews) => announceDrift(record, news, { now: NOW, versions: {} });
  const news: readonly DriftNews[] = [
    { kind: 'opened' },
    { kind: 'repaired' },
    { kind: 'reminder' },
    { kind: 'changed', previous: null },
    { kind: 'repair-failed', failure: { reason: 'timeout', detail: '' } },
    { kind: 'contested', earlierCalls: [] },
    { kind: 'flapping', earlierCalls: [callOf()] },
    { kind: 'waiver-expired', waiver },
    { kind: 'waiver-expiring', waiver },
    { kind: 'resolved', waiver: null },
  ];

  test.each(news)('of a drift is read: %j', (one) => {
    expect(decodeItem({ v: 2, data: JSON.stringify(announced(one)) })).toEqual(announced(one));
  });

  test.each(news.filter((one) => Object.keys(one).length > 1))(
    'is refused without the fields of its kind: %j',
    (one) => {
      const [alert] = announced({ kind: 'opened' }).pending;
      const data = JSON.stringify({ ...record, pending: [{ ...alert, kind: one.kind }] });
      expect(decodeItem({ v: 2, data })).toBeNull();
    },
  );

  test.each([
    ['unreadable', { reason: 'throttled', detail: '' }, true],
    ['reminder', { reason: 'throttled', detail: '' }, true],
    ['readable', {}, true],
    ['resolved', { detail: '' }, true],
    ['unreadable', {}, false],
    ['resolved', {}, false],
    ['opened', {}, false],
  ])('%s of an unreadable target with %j is read: %p', (kind, fields, isRead) => {
    const base = { id: 'i', accountId: ACCOUNT, region: 'r', subject: 'unreadable', group: 'session' };
    const alert = { ...base, since: facts.since, at: facts.since, kind, ...fields };
    const data = JSON.stringify({ ...unreadableRecord(), pending: [alert] });
    expect(decodeItem({ v: 2, data }) !== null).toBe(isRead);
  });
});

describe('decodeRun', () => {
  const record = runRecord(reportFor([resultOf('eu-west-1')]), []);
  const { scope: _, ...old } = record;

  test('takes records of this version', () => {
    expect(decodeRun({ v: 2, data: JSON.stringify(record) })).toEqual(record);
  });

  test('takes the counts of units and accounts, and is no worse without them', () => {
    const { summary } = record;
    const counted = {
      ...record,
      units: [{ path: ['r-ab12', 'ou-ab12-11111111'], accounts: 2, summary }],
      names: { '111122223333': 'prod' },
      archive: { bucket: 'reports', region: 'us-east-1', key: 'reports/2026/11/24/run-1' },
    };
    expect(decodeRun({ v: 2, data: JSON.stringify(counted) })).toEqual(counted);
    const odd = { ...record, units: [{ path: 'r-ab12' }], accounts: 5, names: ['prod'], archive: 'reports' };
    const { accounts: __, ...rest } = record;
    expect(decodeRun({ v: 2, data: JSON.stringify(odd) })).toEqual(rest);
  });

  test.each([
    ['schedule', 'full'],
    ['change', 'partial'],
  ] as const)('calls a run of version 1 by %s %s', (trigger, scope) => {
    expect(decodeRun({ v: 1, data: JSON.stringify({ ...old, trigger }) })).toEqual({ ...record, trigger, scope });
  });

  test.each([
    ['of a newer version', 3, JSON.stringify(record)],
    ['that is no JSON', 2, '{'],
  ])('refuses a record %s', (__, v, data) => {
    expect(decodeRun({ v, data })).toBeNull();
  });
});
