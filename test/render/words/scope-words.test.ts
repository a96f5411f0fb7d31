import { expect, test } from '@jest/globals';
import type { Scope } from '../../../lib/core/compliance/report.ts';
import { resultLine, scopeLines } from '../../../lib/render/words/scope-words.ts';

const FULL: Scope = { kind: 'full', accounts: ['111122223333'], regions: null, targets: 22, ofTargets: 22 };
const ONE: Scope = { ...FULL, kind: 'partial', regions: ['eu-west-1'], targets: 1 };

test.each([
  ['a full run', FULL, 'result: compliant'],
  ['a partial run', ONE, 'result: compliant (1 of 22 targets)'],
  [
    'a partial run of an unknown whole',
    { ...ONE, ofTargets: null },
    'result: compliant (1 target, a part of the policy)',
  ],
])('ends the report of %s', (_, scope, expected) => {
  expect(resultLine('compliant', scope)).toBe(expected);
});

test.each([
  ['nothing', FULL, []],
  ['Regions', ONE, ['scope: 1 of 22 targets (Regions eu-west-1)']],
  ['accounts', { ...ONE, regions: null }, ['scope: 1 of 22 targets (accounts 111122223333)']],
  [
    'many Regions',
    { ...ONE, regions: 'abcdefg'.split('') },
    ['scope: 1 of 22 targets (Regions a, b, c, d, e and 2 more)'],
  ],
])('says that a run was narrowed to %s', (_, scope, expected) => {
  expect(scopeLines(scope, (id) => id)).toEqual(expected);
});

test('names the accounts that a run was narrowed to', () => {
  expect(scopeLines({ ...ONE, regions: null }, (id) => `prod (${id})`)).toEqual([
    'scope: 1 of 22 targets (accounts prod (111122223333))',
  ]);
});
