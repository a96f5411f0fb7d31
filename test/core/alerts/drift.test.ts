import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import type { Drift } from '../../../lib/core/compliance/drift.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import type { Waiver } from '../../../lib/core/compliance/waiver.ts';
import type { LimitedRepair } from '../../../lib/core/guard-rails/repair-limit.ts';
import type { Reason } from '../../../lib/core/observation.ts';
import { callOf } from '../activity/calls.ts';
import { attemptOf, ledgerOf } from '../guard-rails/ledgers.ts';
import { drift, notApplicableResult, resultOf, TARGET, unreadableResult } from '../values.ts';
import { alertsOf, DAY, HOUR, kindsOf, runOnce, START } from './history.ts';

const REGION = TARGET.region;
const OK = resultOf(REGION);
const drifted = (over: Partial<Drift> = {}): Result => resultOf(REGION, { drifts: [drift(over)] });
const failed = (reason: Reason): Result => drifted({ outcome: 'failed', failure: { reason, detail: 'no' } });
const repaired = drifted({ outcome: 'verified' });
const unreadable = unreadableResult(REGION);
const waivedUntil = (expires: string, over: Partial<Drift> = {}): Result => {
  const waiver: Waiver = { reason: 'r', owner: 'o', expires };
  const waived = drift({ waiver, outcome: 'skipped', detail: `waived until ${expires}`, ...over });
  return resultOf(REGION, { verdict: 'waived', drifts: [waived] });
};
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the alerts of a drift, run by run', () => {
  test.each<[string, Result[], string[]]>([
    ['nothing without a drift', [OK, OK], ['', '']],
    ['a drift is opened once', [OK, drifted(), drifted()], ['', 'opened', '']],
    ['a drift that somebody else repairs is resolved', [drifted(), OK, OK], ['opened', 'resolved', '']],
    ['a drift that macie-warden repairs is repaired', [drifted(), repaired, OK], ['opened', 'repaired', '']],
    ['a drift found and repaired in one run is repaired', [repaired, OK], ['repaired', '']],
    [
      'another actual value is a change',
      [drifted({ actual: 'PAUSED' }), drifted({ actual: 'DISABLED' }), drifted({ actual: 'DISABLED' })],
      ['opened', 'changed', ''],
    ],
    ['another desired value is a change', [drifted(), drifted({ desired: 'DISABLED' })], ['opened', 'changed']],
    [
      'a failed repair is announced once for each reason',
      [drifted(), failed('access-denied'), failed('access-denied'), failed('timeout'), failed('access-denied')],
      ['opened', 'repair-failed', '', 'repair-failed', ''],
    ],
    [
      'a repair that fails at once is in the first alert',
      [failed('access-denied'), failed('access-denied')],
      ['opened', ''],
    ],
    [
      'a failed repair is announced anew once the drift has changed',
      [
        failed('access-denied'),
        drifted({ actual: 'DISABLED' }),
        drifted({ ...failed('access-denied').drifts[0], actual: 'DISABLED' }),
      ],
      ['opened', 'changed', 'repair-failed'],
    ],
    [
      'an open drift stays open while the target is unreadable',
      [drifted(), unreadable, unreadable, drifted(), OK],
      ['opened', '', 'unreadable', 'readable', 'resolved'],
    ],
    [
      'a repair after the target was unreadable is announced',
      [drifted(), unreadable, unreadable, repaired],
      ['opened', '', 'unreadable', 'repaired readable'],
    ],
    ['a waived drift is not announced', [waivedUntil('2027-06-01'), waivedUntil('2027-06-01'), OK], ['', '', '']],
    ['an open drift that is waived is resolved', [drifted(), waivedUntil('2027-06-01')], ['opened', 'resolved']],
    [
      'a waiver that is about to end is announced once',
      [waivedUntil('2026-12-01'), waivedUntil('2026-12-01')],
      ['waiver-expiring', ''],
    ],
    [
      'a waiver that was extended a little is announced again',
      [waivedUntil('2026-12-01'), waivedUntil('2026-12-02')],
      ['waiver-expiring', 'waiver-expiring'],
    ],
    ['a drift whose waiver was taken out is opened', [waivedUntil('2027-06-01'), drifted()], ['', 'opened']],
    [
      'a drift where Macie is no longer applicable is resolved',
      [drifted(), notApplicableResult(REGION)],
      ['opened', 'resolved'],
    ],
  ])('%s', (_, history, kinds) => {
    expect(kindsOf(history)).toEqual(kinds);
  });
});

describe('an alert', () => {
  test('of a change has the value of before', () => {
    const { alerts } = alertsOf([[drifted()], [drifted({ actual: 'DISABLED', action: 'enable' })]]);
    expect(alerts[1]).toMatchObject([{ kind: 'changed', previous: 'PAUSED', actual: 'DISABLED', action: 'enable' }]);
  });

  test('of a failed repair has the reason', () => {
    const { alerts } = alertsOf([[drifted()], [failed('access-denied')]]);
    expect(alerts[1]).toMatchObject([
      { kind: 'repair-failed', outcome: 'failed', failure: { reason: 'access-denied', detail: 'no' } },
    ]);
  });

  test('of a waiver that has ended has the waiver', () => {
    const waived = runOnce(EMPTY_STATE, { results: [waivedUntil('2026-11-24')], atMs: START });
    const { alerts } = runOnce(waived.state, { results: [drifted()], atMs: START + DAY });
    expect(alerts).toMatchObject([{ kind: 'waiver-expired', waiver: { owner: 'o', expires: '2026-11-24' } }]);
  });

  test('of a drift that was waived has the waiver', () => {
    const { alerts } = alertsOf([[drifted()], [waivedUntil('2027-06-01')]]);
    expect(alerts[1]).toMatchObject([{ kind: 'resolved', outcome: 'skipped', waiver: { expires: '2027-06-01' } }]);
  });

  test('says since when, and when it was seen', () => {
    const { alerts } = alertsOf([[drifted()], [OK]]);
    expect(alerts[1]).toMatchObject([{ since: iso(START), at: iso(START + HOUR) }]);
  });

  test('of a target without Macie says why', () => {
    const { alerts } = alertsOf([[drifted()], [notApplicableResult(REGION, null)]]);
    expect(alerts[1]).toMatchObject([{ kind: 'resolved', detail: 'there is no Macie any more' }]);
  });
});

describe('the call behind a drift', () => {
  const alice = callOf({
    eventId: 'alice',
    at: iso(START - 60_000),
    sets: { status: 'PAUSED' },
    name: 'UpdateMacieSession',
  });
  const opened = runOnce(EMPTY_STATE, { results: [drifted()], atMs: START, calls: [alice] });

  test('is in the alert', () => {
    expect(opened.alerts).toMatchObject([{ kind: 'opened', call: alice }]);
  });

  test('stays known while the drift stays', () => {
    const later = runOnce(opened.state, { results: [drifted()], atMs: START + HOUR });
    expect(later.state.drifts[0]?.call).toEqual(alice);
  });

  test('is not replaced by an older call, in whatever order events come', () => {
    const older = { ...alice, eventId: 'older', at: iso(START - 120_000) };
    const later = runOnce(opened.state, { results: [drifted()], atMs: START + HOUR, calls: [older] });
    expect(later.state.drifts[0]?.call).toEqual(alice);
  });

  test('is another one once the value is another', () => {
    const bob = callOf({ eventId: 'bob', at: iso(START + 60_000) });
    const results = [drifted({ actual: 'DISABLED' })];
    const changed = runOnce(opened.state, { results, atMs: START + HOUR, calls: [bob] });
    expect(changed.alerts).toMatchObject([{ kind: 'changed', call: bob }]);
    expect(changed.state.drifts[0]?.earlierCalls).toEqual([alice]);
  });

  test('is unknown for another value without a call', () => {
    const changed = runOnce(opened.state, { results: [drifted({ actual: 'DISABLED' })], atMs: START + HOUR });
    expect(changed.alerts).toMatchObject([{ kind: 'changed', call: null }]);
  });

  test('is known from the attempt of a run that died', () => {
    const attempt = attemptOf(iso(START - 30_000), { outcome: 'recorded', actual: 'PAUSED', call: alice });
    const state: State = { ...EMPTY_STATE, ledgers: [ledgerOf([attempt])] };
    expect(runOnce(state, { results: [drifted()], atMs: START }).alerts).toMatchObject([
      { kind: 'opened', call: alice },
    ]);
    const nameless: State = { ...EMPTY_STATE, ledgers: [ledgerOf([{ ...attempt, call: null }])] };
    expect(runOnce(nameless, { results: [drifted()], atMs: START }).alerts).toMatchObject([{ call: null }]);
    const other = [drifted({ actual: 'DISABLED' })];
    expect(runOnce(state, { results: other, atMs: START }).alerts).toMatchObject([{ kind: 'opened', call: null }]);
  });

  test('is not one from before the last repair', () => {
    const state: State = { ...EMPTY_STATE, ledgers: [ledgerOf([attemptOf(iso(START - 30_000))])] };
    expect(runOnce(state, { results: [drifted()], atMs: START, calls: [alice] }).alerts).toMatchObject([
      { kind: 'opened', call: null },
    ]);
  });

  test('is kept with the five before it', () => {
    let { state } = opened;
    for (let index = 1; index <= 8; index++) {
      const name = index % 2 ? 'DisableMacie' : 'UpdateMacieSession';
      const actual = index % 2 ? 'DISABLED' : 'PAUSED';
      const call = callOf({ eventId: `call-${index}`, name, at: iso(START + index * HOUR), sets: { status: actual } });
      ({ state } = runOnce(state, { results: [drifted({ actual })], atMs: START + index * HOUR, calls: [call] }));
    }
    expect(state.drifts[0]?.earlierCalls.map(({ eventId }) => eventId)).toEqual(
      [3, 4, 5, 6, 7].map((n) => `call-${n}`),
    );
  });
});

describe('flapping', () => {
  const opensAndCloses = (times: number) =>
    Array.from({ length: times * 2 }, (_, index) => (index % 2 ? OK : drifted()));
  const announced = (history: readonly Result[]) => kindsOf(history).filter((kinds) => kinds !== '');

  test('is announced once, and then no more', () => {
    expect(announced(opensAndCloses(6))).toEqual([
      'opened',
      'resolved',
      'opened',
      'resolved',
      'opened',
      'resolved',
      'flapping',
    ]);
  });

  test('is announced for repairs that are undone again and again', () => {
    expect(announced(Array.from({ length: 6 }, () => repaired))).toEqual([
      'repaired',
      'repaired',
      'repaired',
      'flapping',
    ]);
    expect(announced(Array.from({ length: 12 }, (_, index) => (index % 2 ? repaired : drifted())))).toEqual([
      'opened',
      'repaired',
      'opened',
      'repaired',
      'opened',
      'repaired',
      'flapping',
    ]);
  });

  test('is announced for a drift that changes again and again while it is open', () => {
    const changes = Array.from({ length: 8 }, (_, index) => drifted({ actual: index % 2 ? 'PAUSED' : 'DISABLED' }));
    expect(announced(changes)).toEqual(['opened', 'changed', 'changed', 'flapping']);
    const { state } = alertsOf(changes.map((one) => [one]));
    expect(runOnce(state, { results: [OK], atMs: START + 9 * HOUR }).alerts).toEqual([]);
  });

  test('keeps one opening more than the limit', () => {
    const { state } = alertsOf(opensAndCloses(10).map((one) => [one]));
    expect(state.drifts[0]?.openings).toHaveLength(4);
  });

  test('is followed by reminders once the drift has come to rest', () => {
    let { state } = alertsOf([...opensAndCloses(3), drifted()].map((one) => [one]));
    const kinds: string[] = [];
    for (let day = 1; day <= 30; day++) {
      const ran = runOnce(state, { results: [drifted()], atMs: START + day * DAY });
      state = ran.state;
      kinds.push(...ran.alerts.map(({ kind }) => `${kind} on day ${day}`));
    }
    expect(kinds).toEqual(['reminder on day 4', 'reminder on day 10', 'reminder on day 22']);
  });

  test('ends after a calm day, and not before', () => {
    const { state } = alertsOf(opensAndCloses(4).map((one) => [one]));
    const calm = runOnce(state, { results: [OK], atMs: START + 20 * HOUR });
    expect(calm.alerts).toEqual([]);
    const after = runOnce(calm.state, { results: [OK], atMs: START + 3 * DAY });
    expect(after.alerts).toMatchObject([{ kind: 'resolved', detail: 'it has not changed for a day' }]);
    expect(after.state).toEqual({ ...EMPTY_STATE, sessions: expect.anything(), policies: expect.anything() });
  });

  test('ends as gone where there is no Macie after that day', () => {
    const { state } = alertsOf(opensAndCloses(4).map((one) => [one]));
    const after = runOnce(state, { results: [notApplicableResult(REGION, null)], atMs: START + 3 * DAY });
    expect(after.alerts).toMatchObject([{ kind: 'resolved', isGone: true, detail: 'there is no Macie any more' }]);
  });

  test('ends with a waiver, once: it is no lull', () => {
    const { state } = alertsOf(
      opensAndCloses(4)
        .slice(0, -1)
        .map((one) => [one]),
    );
    const waived = runOnce(state, { results: [waivedUntil('2027-06-01')], atMs: START + 8 * HOUR });
    expect(waived.alerts).toMatchObject([{ kind: 'resolved', waiver: { expires: '2027-06-01' } }]);
    for (const hours of [9, 40])
      expect(
        runOnce(waived.state, { results: [waivedUntil('2027-06-01')], atMs: START + hours * HOUR }).alerts,
      ).toEqual([]);
  });
});

describe('a repair over its limit', () => {
  const left = drifted({ outcome: 'skipped', detail: 'left alone' });
  const until = '2026-11-25T06:00:00.000Z';
  const limit: LimitedRepair = { ...TARGET, setting: 'status', isUndone: true, until, detail: 'left alone' };
  const contested = (state: State, atMs: number, limited = [limit]) =>
    runOnce(state, { results: [left], atMs, limited });
  const opensAndCloses = (...results: Result[]) => alertsOf(results.map((one) => [one])).state;

  test('that is undone again and again makes an open drift contested, once a day', () => {
    const first = contested(opensAndCloses(drifted()), START + HOUR);
    expect(first.alerts).toMatchObject([{ kind: 'contested', detail: 'left alone', earlierCalls: [], until }]);
    const second = contested(first.state, START + 2 * HOUR);
    expect(second.alerts).toEqual([]);
    const nextDay = contested(second.state, START + HOUR + DAY);
    expect(nextDay.alerts).toMatchObject([{ kind: 'contested' }]);
  });

  test('takes the place of flapping, whichever comes first', () => {
    const three = [drifted(), OK, drifted(), OK, drifted(), OK];
    expect(contested(opensAndCloses(...three), START + 6 * HOUR).alerts).toMatchObject([{ kind: 'contested' }]);
    const flapping = opensAndCloses(...three, drifted(), OK);
    expect(contested(flapping, START + 8 * HOUR).alerts).toMatchObject([{ kind: 'contested' }]);
  });

  test('that no reading ever showed has failed', () => {
    const limited = [{ ...limit, isUndone: false, detail: 'no reading has shown it' }];
    const first = contested(opensAndCloses(drifted()), START + HOUR, limited);
    expect(first.alerts).toMatchObject([
      { kind: 'repair-failed', failure: { reason: 'service-error', detail: 'no reading has shown it' } },
    ]);
    expect(contested(first.state, START + 2 * HOUR, limited).alerts).toEqual([]);
  });

  test('is of one setting of one target', () => {
    const limited = [
      { ...limit, setting: 'serviceRole' },
      { ...limit, region: 'us-east-1' },
    ];
    expect(contested(opensAndCloses(drifted()), START + HOUR, limited).alerts).toEqual([]);
  });
});
