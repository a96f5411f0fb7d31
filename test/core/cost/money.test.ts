import { expect, test } from '@jest/globals';
import { centsUp, readMoney, roundMoney } from '../../../lib/core/cost/money.ts';

test.each([
  ['0', 0],
  ['0.00', 0],
  ['12.5', 12.5],
  ['0.000000000001', 1e-12],
  ['123456789012.34', 123_456_789_012.34],
])('%s is an amount', (text, value) => {
  expect(readMoney(text, 'USD')).toEqual({ kind: 'known', value });
});

test.each([
  '',
  ' 1',
  '1 ',
  '1,000',
  '1_000',
  '1.',
  '.5',
  '-1',
  '+1',
  '1e5',
  '0x10',
  '$5',
  '5 USD',
  'NaN',
  'Infinity',
  '1\n',
  '١',
  '1'.repeat(13),
  12.5,
  null,
  undefined,
  {},
])('%j is no amount', (amount) => {
  expect(readMoney(amount, 'USD')).toMatchObject({
    kind: 'unknown',
    why: expect.stringContaining('no number of dollars'),
  });
});

test.each(['EUR', 'usd', '', null, undefined])('an amount in %j is not added to dollars', (currency) => {
  expect(readMoney('1', currency)).toMatchObject({
    kind: 'unknown',
    why: expect.stringMatching(/^the currency is .*, not USD$/),
  });
});

test('a hostile text is shown in part', () => {
  const read = readMoney('x'.repeat(1000), 'USD');
  expect(read.kind === 'unknown' && read.why.length).toBeLessThan(100);
});

test.each([
  [0, 0],
  [1.1, 1.1],
  [0.29, 0.29],
  [7.3245, 7.33],
  [0.0001, 0.01],
])('%d is at most %d in full cents', (amount, cents) => {
  expect(centsUp(amount)).toBe(cents);
});

test('amounts are rounded to a hundredth of a cent', () => {
  expect(roundMoney(0.1 + 0.2)).toBe(0.3);
  expect(roundMoney(0.000_04)).toBe(0);
});
