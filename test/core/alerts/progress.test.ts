import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelName } from '../../../lib/core/alerts/channels.ts';
import { pendingAlerts, takenBy, withoutDelivered } from '../../../lib/core/alerts/delivery.ts';
import type { AlertKind } from '../../../lib/core/alerts/model.ts';
import { GIVE_UP_AFTER_MS, needsAlert, progressOf, type Route } from '../../../lib/core/alerts/progress.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import { drift, resultOf, unreadableResult } from '../values.ts';
import { HOUR, runOnce, START } from './history.ts';

const KINDS = new Set<AlertKind>(['opened', 'resolved', 'unreadable']);
const route = (name: ChannelName, kinds: ReadonlySet<AlertKind> = KINDS): Route => ({ name, kinds });
const ALL = [route('sns'), route('slack'), route('eventBridge')];

const opened = runOnce(EMPTY_STATE, {
  results: [resultOf('eu-west-1', { drifts: [drift()] }), unreadableResult('us-east-1')],
  atMs: START,
});
const [alert] = opened.alerts;
if (!alert) throw new Error('no alert');
const { id } = alert;
const now = new Date(START);
const late = new Date(START + GIVE_UP_AFTER_MS);

describe('needsAlert', () => {
  test.each([
    ['sns', [], true],
    ['sns', ['slack'], false],
    ['slack', ['sns'], false],
    ['sns', ['eventBridge'], true],
    ['eventBridge', ['sns', 'slack'], true],
    ['eventBridge', ['eventBridge'], false],
  ] as const)('%s, of an alert that %j took: %j', (name, taken, expected) => {
    expect(needsAlert(route(name), alert, taken)).toBe(expected);
    expect(needsAlert(route(name, new Set()), alert, taken)).toBe(false);
  });
});

describe('progressOf', () => {
  const taken = (...channels: ChannelName[]) => channels.map((channel) => ({ channel, alertIds: [id] }));
  test.each([
    ['nobody', [], { undelivered: [id], takenBy: {} }],
    ['people', taken('slack'), { undelivered: [id], takenBy: { [id]: ['slack'] } }],
    ['the machine', taken('eventBridge'), { undelivered: [id], takenBy: { [id]: ['eventBridge'] } }],
    ['people and the machine', taken('sns', 'eventBridge'), { undelivered: [], takenBy: {} }],
  ])('if %s took an alert', (_, took, expected) => {
    expect(progressOf([alert], { routes: ALL, taken: took, before: {}, now })).toEqual({ ...expected, givenUp: [] });
  });

  test('gives a machine up after a day, and people never', () => {
    const givenUp = [{ channel: 'eventBridge', alertIds: [id] }];
    const people = progressOf([alert], { routes: ALL, taken: [], before: {}, now: late });
    expect(people).toEqual({ undelivered: [id], takenBy: { [id]: ['eventBridge'] }, givenUp });
    const machine = progressOf([alert], { routes: ALL, taken: taken('sns'), before: {}, now: late });
    expect(machine).toEqual({ undelivered: [], takenBy: {}, givenUp });
  });

  test('an alert that is routed nowhere is not pending', () => {
    expect(progressOf([alert], { routes: [], taken: [], before: {}, now }).undelivered).toEqual([]);
  });
});

// Each run: which channels are up. In the end all are.
const outages = fc.array(fc.subarray<ChannelName>(['sns', 'slack', 'eventBridge']), { maxLength: 6 });

test('whatever fails when: people get each alert once, each machine once, and no alert changes', () => {
  fc.assert(
    fc.property(outages, (runs) => {
      const received: [ChannelName, string][] = [];
      let state: State = opened.next;
      for (const up of [...runs, ALL.map(({ name }) => name)]) {
        const alerts = pendingAlerts(state);
        const before = takenBy(state);
        const taken = ALL.filter(({ name }) => up.includes(name)).map((one) => {
          const own = alerts.filter((each) => needsAlert(one, each, before[each.id]));
          received.push(...own.map((each): [ChannelName, string] => [one.name, JSON.stringify(each)]));
          return { channel: one.name, alertIds: own.map((each) => each.id) };
        });
        state = withoutDelivered(state, { now, ...progressOf(alerts, { routes: ALL, taken, before, now }) });
      }
      expect(pendingAlerts(state)).toEqual([]);
      const texts = opened.alerts.map((one) => JSON.stringify(one));
      const to = (...names: ChannelName[]) => received.filter(([name]) => names.includes(name)).map(([, text]) => text);
      expect(to('eventBridge').toSorted()).toEqual(texts.toSorted());
      for (const name of ['sns', 'slack'] as const) expect(new Set(to(name)).size).toBe(to(name).length);
      expect(new Set(to('sns', 'slack'))).toEqual(new Set(texts));
    }),
  );
});

test('a pending alert keeps its takers while its drift changes', () => {
  const now2 = new Date(START + HOUR);
  const half = withoutDelivered(opened.next, { now, undelivered: [id], takenBy: { [id]: ['sns'] } });
  const { next } = runOnce(half, { results: [resultOf('eu-west-1')], atMs: now2.getTime() });
  expect(takenBy(next)).toEqual({ [id]: ['sns'] });
  expect(pendingAlerts(next).map(({ kind }) => kind)).toEqual(['opened', 'resolved']);
  // A delivery that says nothing of it leaves it.
  expect(takenBy(withoutDelivered(next, { now: now2, undelivered: [id] }))).toEqual({ [id]: ['sns'] });
});
