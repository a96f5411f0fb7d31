import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accountCounts, countsOfAccounts, unitCounts } from '../../../lib/core/compliance/unit-counts.ts';
import type { Result, Summary } from '../../../lib/core/compliance/report.ts';
import { summarize } from '../../../lib/core/compliance/verdict.ts';
import { drift, resultOf, unreadableResult } from '../values.ts';

const of = (accountId: string, result: Result): Result => ({ ...result, accountId });
const COMPLIANT = resultOf('eu-west-1');
const DRIFTED = resultOf('us-east-1', { drifts: [drift()] });
const UNKNOWN = unreadableResult('us-east-1');
const RESULTS = [of('1', COMPLIANT), of('1', DRIFTED), of('2', COMPLIANT), of('2', UNKNOWN), of('3', COMPLIANT)];

const UNITS = new Map([
  ['1', ['r-ab12', 'ou-b']],
  ['2', ['r-ab12', 'ou-a', 'ou-c']],
  ['4', ['r-ab12', 'ou-b']],
]);

test('each account counts in the unit that it is directly in, and one without a unit in none', () => {
  expect(unitCounts(RESULTS, UNITS)).toEqual([
    { path: ['r-ab12', 'ou-a', 'ou-c'], accounts: ['2'], summary: summarize(RESULTS.slice(2, 4)) },
    { path: ['r-ab12', 'ou-b'], accounts: ['1'], summary: summarize(RESULTS.slice(0, 2)) },
  ]);
  expect(unitCounts(RESULTS, new Map([['1', []]]))).toEqual([]);
});

test('accounts with the same counts are named together', () => {
  const results = [...RESULTS, of('4', COMPLIANT)];
  expect(accountCounts(results).map(({ accounts }) => accounts)).toEqual([['1'], ['2'], ['3', '4']]);
});

test('the counts of accounts add up to those of all, and an account that was not read has none', () => {
  const anyResult = fc.tuple(fc.constantFrom('1', '2', '3', '4'), fc.constantFrom(COMPLIANT, DRIFTED, UNKNOWN));
  fc.assert(
    fc.property(fc.array(anyResult, { minLength: 1 }), fc.subarray(['1', '2', '3', '4']), (read, some) => {
      const results = read.map(([accountId, result]) => of(accountId, result));
      const wanted = new Set(some);
      const expected: Summary = summarize(results.filter(({ accountId }) => wanted.has(accountId)));
      const found = countsOfAccounts(accountCounts(results), wanted);
      expect(found).toEqual(expected.targets === 0 ? null : expected);
    }),
  );
});
