import { expect, test } from '@jest/globals';
import { withoutDelivered } from '../../../lib/core/alerts/delivery.ts';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import { EMPTY_STATE, type DriftRecord, type State } from '../../../lib/core/alerts/records.ts';
import { postsOf, withThread } from '../../../lib/core/alerts/threads.ts';
import { AT, BEFORE, driftAlert, EVERY_ALERT, unreadableAlert } from '../../fixtures/alerts.ts';
import { ACCOUNT } from '../../fixtures/assessments.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';

const CHANNEL = 'C0ABC1DEF';
const region = (index: number): string => `eu-west-${index}`;
const reminder = (index: number): Alert => driftAlert({ kind: 'reminder' }, { id: `r${index}`, region: region(index) });

function record(index: number, ts: string | null, since = BEFORE): DriftRecord {
  const target = { accountId: ACCOUNT, region: region(index), setting: 'status' };
  const made = newDriftRecord(target, { since, desired: 'ENABLED', actual: 'PAUSED', action: 'resume' });
  return { ...made, state: 'open', ...(ts === null ? {} : { thread: { channelId: CHANNEL, ts, since } }) };
}

const shown = (alerts: readonly Alert[], drifts: readonly DriftRecord[], channelId = CHANNEL) =>
  postsOf(alerts, { ...EMPTY_STATE, drifts }, channelId).map(({ ts, alerts: own }) => [ts, ...own.map(({ id }) => id)]);

test('an alert goes to the thread of its drift, and one without a thread to the channel', () => {
  expect(shown([reminder(1), reminder(2), reminder(3)], [record(1, '1.1'), record(2, null)])).toEqual([
    [null, 'r2', 'r3'],
    ['1.1', 'r1'],
  ]);
});

test('drifts that began in one message share its thread', () => {
  expect(shown([reminder(1), reminder(2)], [record(1, '1.1'), record(2, '1.1')])).toEqual([['1.1', 'r1', 'r2']]);
});

test('a drift that opens again, and another channel, begin another thread', () => {
  expect(shown([reminder(1)], [record(1, '1.1', AT)])).toEqual([[null, 'r1']]);
  expect(shown([reminder(1)], [record(1, '1.1')], 'COTHER')).toEqual([[null, 'r1']]);
});

test('of many threads the first five get a reply, and the others one message', () => {
  const indexes = Array.from({ length: 300 }, (_, index) => index);
  const posts = shown(
    indexes.map(reminder),
    indexes.map((index) => record(index, `1.${index}`)),
  );
  expect(posts.map(([ts, ...ids]) => [ts, ids.length])).toEqual([
    [null, 295],
    ...indexes.slice(0, 5).map((index) => [`1.${index}`, 1]),
  ]);
});

test('the thread of an unreadable target is its own; a policy has none', () => {
  const unreadable: State['unreadable'] = EVERY_STATE.unreadable.map((one) => ({
    ...one,
    thread: { channelId: CHANNEL, ts: '1.1', since: one.since },
  }));
  const alert = { ...unreadableAlert({ kind: 'readable' }, { region: 'us-east-1' }), id: 'u' };
  const policy = EVERY_ALERT.filter(({ subject }) => subject === 'policy');
  const posts = postsOf([alert, ...policy], { ...EMPTY_STATE, unreadable }, CHANNEL);
  expect(posts.map(({ ts, alerts }) => [ts, alerts.length])).toEqual([
    [null, 1],
    ['1.1', 1],
  ]);
});

test('the thread is stored with the record once an alert of it was delivered, and kept until another takes its place', () => {
  const pending = driftAlert({ kind: 'opened' }, { id: 'a', region: region(1), since: AT });
  const state = { ...EMPTY_STATE, drifts: [{ ...record(1, null, AT), pending: [pending] }, record(2, '1.2')] };
  const threads = { a: { channelId: CHANNEL, ts: '1.1' } };
  const { drifts } = withoutDelivered(state, { now: new Date(AT), threads });
  expect(drifts.map(({ thread, pending: left }) => [thread, left])).toEqual([
    [{ channelId: CHANNEL, ts: '1.1', since: AT }, []],
    [{ channelId: CHANNEL, ts: '1.2', since: BEFORE }, []],
  ]);
  const [first] = state.drifts;
  expect(first && withThread(first, {})).toBe(first);
});
