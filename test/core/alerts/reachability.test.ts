import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import type { Result } from '../../../lib/core/compliance/report.ts';
import { drift, notApplicableResult, reportFor, resultOf, TARGET, unreadableResult } from '../values.ts';
import { alertsOf, HOUR, kindsOf, runOnce, START } from './history.ts';

const REGION = TARGET.region;
const OK = resultOf(REGION);
const unreadable = unreadableResult(REGION);
const gone = notApplicableResult(REGION);
const partial = { scope: { ...reportFor([OK]).scope, kind: 'partial' as const } };

describe('the alerts of an unreadable target, run by run', () => {
  test.each<[string, Result[], string[]]>([
    ['announced once it has lasted', [unreadable, unreadable, unreadable, OK], ['', 'unreadable', '', 'readable']],
    ['not announced if it lasts one run', [unreadable, OK, unreadable, OK], ['', '', '', '']],
    ['resolved where Macie is no longer applicable', [unreadable, unreadable, gone], ['', 'unreadable', 'resolved']],
    ['not resolved if it was never announced', [unreadable, gone], ['', '']],
  ])('%s', (_, history, kinds) => {
    expect(kindsOf(history)).toEqual(kinds);
  });
});

describe('an alert of an unreadable target', () => {
  test('has the group, the reason and since when', () => {
    const { alerts } = alertsOf([[unreadable], [unreadableResult(REGION, 'access-denied', 'no')]]);
    expect(alerts[1]).toEqual([
      {
        ...TARGET,
        id: 'unreadable/111122223333/eu-west-1/session/2026-11-24T10:00:00.000Z',
        kind: 'unreadable',
        subject: 'unreadable',
        group: 'session',
        since: '2026-11-24T09:00:00.000Z',
        at: '2026-11-24T10:00:00.000Z',
        reason: 'access-denied',
        detail: 'no',
      },
    ]);
  });

  test('is one for all groups of an account whose role is refused, and ends when the account is read again', () => {
    const refused = { reason: 'assume-role-denied', detail: 'the role could not be assumed' } as const;
    const groups = ['findingsPublication', 'reveal'];
    const unknowns = groups.map((group) => ({ group, ...refused }));
    const listed = resultOf(REGION, { verdict: 'unknown', unknowns });
    const { alerts } = alertsOf([[listed], [listed], [listed], [OK]]);
    expect(alerts.map((run) => run.map(({ kind }) => kind))).toEqual([[], ['unreadable'], [], ['readable']]);
    expect(alerts[1]).toMatchObject([{ group: 'session', reason: 'assume-role-denied' }]);
  });

  test('of a group that was unreadable before stays open while the role is refused', () => {
    const throttled = { group: 'reveal', reason: 'throttled', detail: 'slow down' } as const;
    const refused = { group: 'reveal', reason: 'assume-role-denied', detail: 'no' } as const;
    const history = [throttled, throttled, refused].map((one) => [
      resultOf(REGION, { verdict: 'unknown', unknowns: [one] }),
    ]);
    expect(alertsOf(history).alerts.map((run) => run.map(({ kind }) => kind))).toEqual([[], ['unreadable'], []]);
  });

  test('says why the target is gone', () => {
    const { alerts } = alertsOf([[unreadable], [unreadable], [gone]]);
    expect(alerts[2]).toMatchObject([{ kind: 'resolved', detail: 'not enabled for the account' }]);
    const withoutDetail = alertsOf([[unreadable], [unreadable], [notApplicableResult(REGION, null)]]);
    expect(withoutDetail.alerts[2]).toMatchObject([{ kind: 'resolved', detail: 'there is no Macie any more' }]);
  });

  test('comes again, as a reminder, with the reason of now', () => {
    const { state } = alertsOf([[unreadable], [unreadable]]);
    const results = [unreadableResult(REGION, 'access-denied', 'no')];
    const { alerts } = runOnce(state, { results, atMs: START + 74 * HOUR });
    expect(alerts).toMatchObject([{ kind: 'reminder', reason: 'access-denied', detail: 'no' }]);
  });
});

describe('the runs that count', () => {
  const { state } = alertsOf([[unreadable]]);
  const runs = (atMs: number) => runOnce(state, { results: [unreadable], atMs }).alerts.length;

  test('do not overlap: two runs at once count once', () => {
    expect(runs(START)).toBe(0);
    expect(runs(START + 500)).toBe(0);
    expect(runs(START + 5000)).toBe(1);
  });

  test('can begin before the last one, after a clock has jumped back', () => {
    expect(runs(START - 24 * HOUR)).toBe(1);
  });

  test('are full runs: a partial one opens and adds nothing', () => {
    const run = { results: [unreadable], atMs: START + HOUR, report: partial };
    expect(runOnce(EMPTY_STATE, run).next).toEqual(EMPTY_STATE);
    expect(runOnce(state, run).next).toEqual(state);
  });

  test('begin anew once the target was read', () => {
    const read = runOnce(state, { results: [OK], atMs: START + HOUR, report: partial });
    expect(read.state).toEqual({ ...EMPTY_STATE, sessions: expect.anything(), policies: expect.anything() });
  });
});

test('a closed record that waits for its delivery can open again', () => {
  const { state } = alertsOf([[unreadable], [unreadable]]);
  const readable = runOnce(state, { results: [OK], atMs: START + 2 * HOUR });
  const reminded = { ...readable.next, unreadable: readable.next.unreadable.map((one) => ({ ...one, reminders: 2 })) };
  const again = runOnce(reminded, { results: [unreadable], atMs: START + 3 * HOUR });
  expect(again.next.unreadable).toMatchObject([
    {
      state: 'open',
      runs: 1,
      reminders: 0,
      announcedAt: null,
      since: '2026-11-24T12:00:00.000Z',
      pending: [{ kind: 'readable' }],
    },
  ]);
  const stillClosed = runOnce(readable.next, { results: [OK], atMs: START + 3 * HOUR });
  expect(stillClosed.next).toEqual(readable.next);
});

describe('one unreadable group beside another', () => {
  const denied = { group: 'discovery', reason: 'access-denied', detail: 'no' } as const;
  const half = resultOf(REGION, { verdict: 'unknown', unknowns: [denied], reason: 'access-denied', detail: 'no' });

  test('has a record of its own', () => {
    const { state } = alertsOf([[half]]);
    expect(state.unreadable.map(({ group, state: its }) => `${group} ${its}`)).toEqual(['discovery open']);
  });

  test('does not keep the drifts of the other from being resolved', () => {
    const { state } = alertsOf([[resultOf(REGION, { drifts: [drift()] })]]);
    expect(runOnce(state, { results: [half], atMs: START + HOUR }).alerts).toMatchObject([{ kind: 'resolved' }]);
  });
});
