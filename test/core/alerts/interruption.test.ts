import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { callOf } from '../activity/calls.ts';
import { attemptOf, ledgerOf } from '../guard-rails/ledgers.ts';
import { drift, resultOf, session } from '../values.ts';
import { HOUR, runOnce, START } from './history.ts';

const REGION = 'eu-west-1';
const iso = (ms: number): string => new Date(ms).toISOString();
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const seen = (times: Partial<Session> = {}) =>
  resultOf(REGION, { session: session({ createdAt: at(-9e5), updatedAt: at(-9e5), ...times }) });
const disabled = callOf({ name: 'DisableMacie', at: at(-40), sets: { status: 'DISABLED' } });
const enabled = callOf({ name: 'EnableMacie', at: at(-20), sets: { status: 'ENABLED' } });
const paused = callOf({ name: 'UpdateMacieSession', at: at(-40), sets: { status: 'PAUSED' } });

/** The state after a run that read the session an hour ago. */
const before: State = runOnce(EMPTY_STATE, { results: [seen()], atMs: START - HOUR }).state;
const alertsAfter = (state: State, options: Omit<Parameters<typeof runOnce>[1], 'atMs'>) =>
  runOnce(state, { ...options, atMs: START }).alerts;

describe('Macie that was off between two runs', () => {
  const again = seen({ createdAt: at(-20), updatedAt: at(-20) });

  test('is announced with the times and the caller, where calls are known', () => {
    expect(alertsAfter(before, { results: [again], calls: [disabled, enabled] })).toMatchObject([
      {
        kind: 'interrupted',
        setting: 'status',
        desired: 'ENABLED',
        actual: 'DISABLED',
        from: disabled.at,
        until: at(-20),
        call: { name: 'DisableMacie' },
      },
    ]);
  });

  test('is announced without a call, because the session is a new one', () => {
    expect(alertsAfter(before, { results: [again] })).toMatchObject([
      { kind: 'interrupted', actual: 'DISABLED', from: null, until: at(-20), call: null },
    ]);
  });

  test('is announced with the caller that CloudTrail has', () => {
    expect(alertsAfter(before, { results: [again], callsBetween: [disabled, enabled] })).toMatchObject([
      { kind: 'interrupted', from: disabled.at, call: { name: 'DisableMacie' } },
    ]);
  });

  test('names nobody who disabled an earlier session, or the session of now', () => {
    const older = { ...disabled, at: at(-9e5 - 1) };
    const newer = { ...disabled, at: at(-10) };
    expect(alertsAfter(before, { results: [again], callsBetween: [older, newer] })).toMatchObject([
      { kind: 'interrupted', from: null, call: null },
    ]);
  });

  test('names a caller of the second in which the new session was made', () => {
    const soon = seen({ createdAt: '2026-11-24T08:59:40.700Z', updatedAt: null });
    const call = { ...disabled, at: '2026-11-24T08:59:40Z' };
    expect(alertsAfter(before, { results: [soon], callsBetween: [call] })).toMatchObject([{ call: { at: call.at } }]);
  });

  test('is announced once', () => {
    const first = runOnce(before, { results: [again], calls: [disabled, enabled], atMs: START });
    expect(runOnce(first.state, { results: [again], calls: [disabled, enabled], atMs: START + 1000 }).alerts).toEqual(
      [],
    );
  });

  test('is no news where a run saw it off', () => {
    const off = resultOf(REGION, {
      drifts: [drift({ actual: 'DISABLED' })],
      session: session({ status: 'DISABLED', createdAt: null, updatedAt: null }),
    });
    const open = runOnce(before, { results: [off], atMs: START - 60_000 }).state;
    expect(alertsAfter(open, { results: [again] }).map(({ kind }) => kind)).toEqual(['resolved']);
  });

  test('is no news where this run has enabled it', () => {
    const repaired = { ...again, drifts: [drift({ actual: 'DISABLED', outcome: 'verified' })] };
    expect(alertsAfter(before, { results: [repaired] }).map(({ kind }) => kind)).toEqual(['repaired']);
  });

  test('is no news where an earlier run has enabled it, and nobody read it back', () => {
    const ledgers = [ledgerOf([attemptOf(iso(START - 21_000), { outcome: 'verified' })])];
    expect(alertsAfter({ ...before, ledgers }, { results: [again] })).toEqual([]);
  });

  test('of a target that was never read before is not known', () => {
    expect(alertsAfter(EMPTY_STATE, { results: [again] })).toEqual([]);
  });
});

describe('a setting that a call changed and another changed back', () => {
  const back = seen({ updatedAt: at(-20) });

  test('is announced with the value in between', () => {
    expect(alertsAfter(before, { results: [back], calls: [paused] })).toMatchObject([
      { kind: 'interrupted', setting: 'status', actual: 'PAUSED', from: paused.at, until: at(-20) },
    ]);
  });

  test('is announced with a call that CloudTrail has', () => {
    expect(alertsAfter(before, { results: [back], callsBetween: [paused] })).toMatchObject([
      { kind: 'interrupted', from: paused.at, until: at(-20), call: { name: 'UpdateMacieSession' } },
    ]);
  });

  test('explains no drift: the calls in between may not be all', () => {
    const open = resultOf(REGION, { drifts: [drift()], session: session({ status: 'PAUSED', updatedAt: at(-20) }) });
    expect(alertsAfter(before, { results: [open], callsBetween: [paused] })).toMatchObject([
      { kind: 'opened', call: null },
    ]);
  });

  test('is announced for the frequency as well', () => {
    const slower = callOf({
      name: 'UpdateMacieSession',
      at: at(-40),
      sets: { findingPublishingFrequency: 'SIX_HOURS' },
    });
    expect(alertsAfter(before, { results: [back], calls: [slower] })).toMatchObject([
      { kind: 'interrupted', setting: 'findingPublishingFrequency', actual: 'SIX_HOURS' },
    ]);
  });

  test('is no news if the session was not changed after the call', () => {
    expect(alertsAfter(before, { results: [seen()], calls: [paused] })).toEqual([]);
  });

  test('is no news of long ago', () => {
    const old = { ...paused, at: at(-2_000_000) };
    expect(alertsAfter(before, { results: [back], calls: [old] })).toEqual([]);
  });

  test('is no news for a call that set the desired value, or of another target', () => {
    expect(alertsAfter(before, { results: [back], calls: [enabled, { ...paused, region: 'us-east-1' }] })).toEqual([]);
  });

  test('is no news while the setting still differs', () => {
    const open = resultOf(REGION, { drifts: [drift()], session: session({ status: 'PAUSED', updatedAt: at(-20) }) });
    expect(alertsAfter(before, { results: [open], calls: [paused] }).map(({ kind }) => kind)).toEqual(['opened']);
  });

  test('is flapping when it happens too often, and then silent', () => {
    let state = before;
    const kinds = [1, 2, 3, 4, 5, 6].map((round) => {
      const atMs = START + round * 60_000;
      const call = { ...paused, eventId: String(round), at: iso(atMs - 30_000) };
      const results = [seen({ updatedAt: iso(atMs - 20_000) })];
      const ran = runOnce(state, { results, calls: [call], atMs });
      state = ran.state;
      return ran.alerts.map(({ kind }) => kind).join(' ');
    });
    expect(kinds).toEqual(['interrupted', 'interrupted', 'interrupted', 'flapping', '', '']);
  });
});

test('a first run announces a call that was undone before it', () => {
  const back = seen({ createdAt: at(-20), updatedAt: null });
  expect(alertsAfter(EMPTY_STATE, { results: [back], calls: [disabled] })).toMatchObject([
    { kind: 'interrupted', actual: 'DISABLED', from: disabled.at, until: at(-20) },
  ]);
});

test('a session that reports only when it was made is compared by that', () => {
  const made = seen({ updatedAt: null });
  const { state } = runOnce(EMPTY_STATE, { results: [made], atMs: START - HOUR });
  expect(alertsAfter(state, { results: [made], calls: [paused] })).toEqual([]);
});

test('a session that says nothing of its times is compared with nothing', () => {
  const silent = resultOf(REGION, { session: session({ createdAt: null, updatedAt: null }) });
  expect(runOnce(before, { results: [silent], calls: [paused], atMs: START })).toMatchObject({
    alerts: [],
    next: { sessions: before.sessions },
  });
});

test('a session whose answer lacked its times is compared with nothing', () => {
  const silent = resultOf(REGION, { session: { status: 'ENABLED' } });
  expect(runOnce(before, { results: [silent], calls: [paused], atMs: START }).alerts).toEqual([]);
});

describe('a setting beside the session, which has no time of its last change', () => {
  const POLICY = 'findingsPublication.policyFindings';
  const put = (seconds: number, value: string) =>
    callOf({ name: 'PutFindingsPublicationConfiguration', at: at(seconds), sets: { [POLICY]: value } });
  const shown = resultOf(REGION, { settings: { status: 'ENABLED', [POLICY]: 'true' }, session: session() });

  test.each([
    ['with the time of the call that set it back', [put(-40, 'false'), put(-20, 'true')], at(-20)],
    ['without one, where no call did', [put(-40, 'false')], null],
    ['without one, where the call came before', [put(-40, 'false'), put(-60, 'true')], null],
  ])('is announced %s', (_, calls, until) => {
    expect(alertsAfter(before, { results: [shown], calls })).toMatchObject([
      { kind: 'interrupted', setting: POLICY, actual: 'false', desired: 'true', from: at(-40), until },
    ]);
  });

  test.each([
    ['of a call of long ago', [put(-4000, 'false')]],
    ['of a call that set the desired value', [put(-40, 'true')]],
    ['of a call that set another setting', [paused]],
    ['of another target', [{ ...put(-40, 'false'), region: 'us-east-1' }]],
  ])('is no news %s', (_, calls) => {
    expect(alertsAfter(before, { results: [shown], calls })).toEqual([]);
  });
});
