import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupRules, mostCommon, type WantedValue } from '../../../lib/core/proposal/group-rules.ts';
import type { GroupedRule } from '../../../lib/core/proposal/rules-of-targets.ts';

/** By account, one letter for each Region: `.` is a target that is left out, `-` one without a value. */
function wanted(rows: Readonly<Record<string, string>>): readonly WantedValue[] {
  return Object.entries(rows).flatMap(([accountId, letters]) =>
    Array.from(letters).flatMap((value, index) =>
      value === '.' ? [] : [{ accountId, region: `r${index}`, value: value === '-' ? null : value }],
    ),
  );
}

function valueOf(target: WantedValue, rules: readonly GroupedRule[], standard: string | null): string | null {
  const decider = rules.findLast(
    ({ accounts, regions }) =>
      (accounts?.includes(target.accountId) ?? true) && (regions?.includes(target.region) ?? true),
  );
  return decider?.value ?? standard;
}

describe('the fewest rules', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly GroupedRule[]]>([
    ['none where all are as the standard', { a: 'SSS', b: 'SS.' }, []],
    ['Regions of one account', { a: 'SXSX' }, [{ accounts: null, regions: ['r1', 'r3'], value: 'X' }]],
    ['a Region of every account', { a: 'SXS', b: 'SXS', c: 'SXS' }, [{ accounts: null, regions: ['r1'], value: 'X' }]],
    ['a whole account', { a: 'SSS', b: 'XXX', c: 'SSS' }, [{ accounts: ['b'], regions: null, value: 'X' }]],
    [
      'two accounts with the same Regions',
      { a: 'SSSS', b: 'XXSS', c: 'XXSS', d: 'SSSS' },
      [{ accounts: ['b', 'c'], regions: ['r0', 'r1'], value: 'X' }],
    ],
    [
      'a Region but for one account, whose own rule is the last',
      { a: 'SX', b: 'SX', c: 'SX', d: 'SY' },
      [
        { accounts: null, regions: ['r1'], value: 'X' },
        { accounts: ['d'], regions: ['r1'], value: 'Y' },
      ],
    ],
    [
      'Regions, then an account',
      { a: 'SSX', b: 'SSX', c: 'YYY', d: 'SSX' },
      [
        { accounts: null, regions: ['r2'], value: 'X' },
        { accounts: ['c'], regions: null, value: 'Y' },
      ],
    ],
    [
      'two Regions of different accounts',
      { a: 'XYSSS', b: 'XYSSS', c: 'SSSSS', d: 'SSSSS', e: 'SSSSS' },
      [
        { accounts: ['a', 'b'], regions: ['r0'], value: 'X' },
        { accounts: ['a', 'b'], regions: ['r1'], value: 'Y' },
      ],
    ],
  ])('%s', (_, rows, rules) => {
    expect(groupRules(wanted(rows), 'S')).toEqual(rules);
  });

  test('a rule never covers a target that must have no value', () => {
    expect(groupRules(wanted({ a: 'XX-', b: 'XXX' }), null)).toEqual([
      { accounts: null, regions: ['r0', 'r1'], value: 'X' },
      { accounts: ['b'], regions: null, value: 'X' },
    ]);
  });

  test('every target gets its value, whatever the others have', () => {
    const rows = fc.array(fc.string({ unit: fc.constantFrom('S', 'X', 'Y', '.'), minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(rows, fc.boolean(), (given, isNone) => {
        const standard = isNone ? null : 'S';
        const lines = given.map((letters, index) => [`a${index}`, isNone ? letters.replaceAll('S', '-') : letters]);
        const targets = wanted(Object.fromEntries(lines));
        const rules = groupRules(targets, standard);
        expect(targets.map((target) => valueOf(target, rules, standard))).toEqual(targets.map(({ value }) => value));
        // Never more than one rule for each target.
        expect(rules.length).toBeLessThanOrEqual(targets.filter(({ value }) => value !== standard).length);
      }),
    );
  });
});

test('the most common value is the first of those that are equally common', () => {
  expect(mostCommon(['b', 'a', 'b', 'a', 'c'])).toBe('b');
  expect(mostCommon([])).toBeNull();
});
