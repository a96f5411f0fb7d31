import { describe, expect, test } from '@jest/globals';
import { indexRules, type IndexedRule } from '../../lib/policy/rule-index.ts';
import type { Match } from '../../lib/policy/schema-match.ts';

/** Rules that count how often the index looks at their match. */
function countedRules(count: number, matchOf: (index: number) => Match) {
  const looks = { count: 0 };
  const rules = Array.from({ length: count }, (_, index): IndexedRule => {
    const own = matchOf(index);
    return {
      index,
      get match() {
        looks.count++;
        return own;
      },
    };
  });
  const found = indexRules(rules);
  looks.count = 0;
  return { found, looks };
}

const accountOf = (index: number): string => String(100_000_000_000 + index);
const indexesOf = (rules: readonly IndexedRule[]): readonly number[] => rules.map(({ index }) => index);

describe('indexRules', () => {
  test('looks only at the rules that name the account', () => {
    const { found, looks } = countedRules(10_000, (index) => ({
      accounts: [accountOf(index % 5000)],
      regions: ['eu-*'],
    }));
    const target = { accountId: accountOf(7), region: 'eu-west-1' };
    expect(indexesOf(found.ofAccount(target))).toEqual([7, 5007]);
    expect(found.ofAccount({ ...target, accountId: '999999999999' })).toEqual([]);
    expect(looks.count).toBe(2);
  });

  test('looks once for each Region at the rules of every account', () => {
    const { found, looks } = countedRules(1000, (index) => ({ regions: [index % 2 === 0 ? 'eu-*' : 'us-east-1'] }));
    for (let account = 0; account < 100; account++) {
      expect(found.ofEveryAccount('eu-west-1')).toHaveLength(500);
      expect(found.ofAccount({ accountId: accountOf(account), region: 'eu-west-1' })).toEqual([]);
    }
    expect(looks.count).toBe(1000);
  });

  test('gives a rule once that names an account or a Region twice', () => {
    const { found } = countedRules(2, () => ({
      accounts: [accountOf(1), accountOf(1)],
      regions: ['eu-*', 'eu-west-*'],
    }));
    expect(indexesOf(found.ofAccount({ accountId: accountOf(1), region: 'eu-west-1' }))).toEqual([0, 1]);
  });
});
