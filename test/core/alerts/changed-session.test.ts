import { expect, test } from '@jest/globals';
import { changedSessions } from '../../../lib/core/alerts/changed-session.ts';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { drift, reportFor, resultOf, session, unreadableResult } from '../values.ts';
import { runOnce, START } from './history.ts';

const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const seen = (times: Partial<Session>) => resultOf('eu-west-1', { session: session(times) });
const after = (times: Partial<Session>): State => runOnce(EMPTY_STATE, { results: [seen(times)], atMs: START }).state;
const MADE = { createdAt: at(0), updatedAt: at(10) };
const changed = (times: Partial<Session>, before = after(MADE)) =>
  changedSessions(before, reportFor([seen(times)])).map(({ from, until, isNew }) => [from, until, isNew]);

test('a session that was updated has changed since its last known update', () => {
  expect(changed({ ...MADE, updatedAt: at(20) })).toEqual([[at(10), at(20), false]]);
});

test('a session that was made anew has changed', () => {
  expect(changed({ createdAt: at(20), updatedAt: at(30) })).toEqual([[at(10), at(30), true]]);
  expect(changed({ createdAt: at(20), updatedAt: null })).toEqual([[at(10), at(20), true]]);
  expect(changed({ createdAt: at(20), updatedAt: null }, after({ ...MADE, updatedAt: null }))).toEqual([
    [at(0), at(20), true],
  ]);
});

test('a session with the times of before, with none, or of a first run has not', () => {
  expect(changed(MADE)).toEqual([]);
  expect(changed({ createdAt: null, updatedAt: null })).toEqual([]);
  expect(changed(MADE, EMPTY_STATE)).toEqual([]);
  expect(changedSessions(after(MADE), reportFor([unreadableResult('eu-west-1')]))).toEqual([]);
});

test('a session that this run has repaired is known', () => {
  const repaired = { ...seen({ ...MADE, updatedAt: at(20) }), drifts: [drift({ outcome: 'verified' as const })] };
  expect(changedSessions(after(MADE), reportFor([repaired]))).toEqual([]);
});
