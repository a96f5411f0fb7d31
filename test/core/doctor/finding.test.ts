import { expect, test } from '@jest/globals';
import { countStandings, notKnown, ok, standingOf, unanswered, wrong } from '../../../lib/core/doctor/finding.ts';

const FINE = ok('a', 'b');
const BAD = wrong('a', 'b', 'c');
const DOUBT = notKnown('a', 'b');
const of = (...findings: readonly (typeof FINE)[]) => ({ areas: [{ area: 'macie' as const, findings }] });

test('what is wrong goes before what is not known', () => {
  expect([of(FINE), of(FINE, DOUBT), of(DOUBT, BAD), of()].map(standingOf)).toEqual(['ok', 'not-known', 'wrong', 'ok']);
  expect(countStandings(of(FINE, FINE, BAD, DOUBT))).toEqual({ ok: 2, wrong: 1, 'not-known': 1 });
});

test('only a denial names what to allow', () => {
  expect(unanswered('a', 'x was denied', 'x').toDo).toBe('allow x to this caller');
  expect(unanswered('a', 'x timed out', 'x').toDo).toMatch(/^try again/);
});
