import { describe, expect, test } from '@jest/globals';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { policyWarnings } from '../../lib/policy/warnings/policy-warnings.ts';

const HEAD = 'version: 1\ndesired: { status: ENABLED }\n';
const FULL = 'bucketMonth: 0.1, objectsPer100k: 0.01, perGB: [{ upTo: 50000, price: 1 }, { price: 0.5 }]';

function problemOf(text: string): string {
  try {
    parsePolicy(`${HEAD}${text}`, 'policy.yml');
    return 'no problem';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('a policy gives prices by Region, or for every other Region', () => {
  const { prices } = parsePolicy(`${HEAD}prices: { eu-west-1: { ${FULL} }, default: { ${FULL} } }`, 'policy.yml');
  expect(Object.keys(prices)).toEqual(['eu-west-1', 'default']);
  expect(prices['eu-west-1']?.perGB).toEqual([{ upTo: 50_000, price: 1 }, { price: 0.5 }]);
});

test('a policy has no limit of cost unless it says so', () => {
  expect(parsePolicy(HEAD, 'policy.yml').limits).not.toHaveProperty('maxMonthlyCost');
  expect(parsePolicy(`${HEAD}limits: { maxMonthlyCost: 0 }`, 'policy.yml').limits.maxMonthlyCost).toBe(0);
});

describe('a problem has its place, what was expected and what was found', () => {
  const TIERS = 'at least one tier, each with a higher upTo than the one before, and the last one without it';
  const perGB = (tiers: string) => `prices:\n  default: { bucketMonth: 0, objectsPer100k: 0, perGB: ${tiers} }`;
  test.each([
    [
      'a limit that is a text',
      'limits: { maxMonthlyCost: "500" }',
      '3:27: limits.maxMonthlyCost: expected an amount of US dollars, 0 or more, found "500"',
    ],
    [
      'a negative limit',
      'limits: { maxMonthlyCost: -1 }',
      '3:27: limits.maxMonthlyCost: expected an amount of US dollars, 0 or more, found -1',
    ],
    [
      'an endless limit',
      'limits: { maxMonthlyCost: .inf }',
      '3:27: limits.maxMonthlyCost: expected an amount of US dollars, 0 or more, found .inf',
    ],
    ['no map', 'prices: 5', '3:9: prices: expected a map of Regions, or default, with their prices, found 5'],
    [
      'a misspelt Region',
      `prices: { eu_west_1: { ${FULL} } }`,
      '3:11: prices.eu_west_1: expected the name of an AWS Region, or default, found "eu_west_1". Did you mean eu-west-1?',
    ],
    [
      'a price that is missing',
      'prices:\n  eu-west-1: { bucketMonth: 0.1, perGB: [{ price: 1 }] }',
      '4:14: prices.eu-west-1.objectsPer100k: expected an amount of US dollars, 0 or more, found nothing',
    ],
    [
      'a price that is a text',
      'prices:\n  eu-west-1: { bucketMonth: "$0.10", objectsPer100k: 0, perGB: [{ price: 1 }] }',
      '4:29: prices.eu-west-1.bucketMonth: expected an amount of US dollars, 0 or more, found "$0.10"',
    ],
    [
      'a misspelt price',
      `prices:\n  eu-west-1: { ${FULL}, bucketMnth: 1 }`,
      '4:108: prices.eu-west-1.bucketMnth: expected one of the keys bucketMonth, objectsPer100k, perGB, found an unknown key. Did you mean bucketMonth?',
    ],
    [
      'a misspelt key of a tier',
      perGB('[{ cost: 1 }]'),
      '4:59: prices.default.perGB[0].cost: expected one of the keys upTo, price, found an unknown key',
    ],
    ['no tiers', perGB('[]'), `4:56: prices.default.perGB: expected ${TIERS}, found an empty list`],
    [
      'a last tier that ends',
      perGB('[{ upTo: 5, price: 1 }]'),
      `4:56: prices.default.perGB: expected ${TIERS}, found [{"upTo":5,"price":1}]`,
    ],
    [
      'an end in the wrong order',
      perGB('[{ upTo: 5, price: 1 }, { upTo: 5, price: 1 }, { price: 1 }]'),
      `4:56: prices.default.perGB: expected ${TIERS}`,
    ],
    [
      'an endless tier before another',
      perGB('[{ price: 1 }, { price: 1 }]'),
      `4:56: prices.default.perGB: expected ${TIERS}`,
    ],
    [
      'a tier that ends at 0',
      perGB('[{ upTo: 0, price: 1 }, { price: 1 }]'),
      '4:65: prices.default.perGB[0].upTo: expected a number of gigabytes, more than 0, found 0',
    ],
    [
      'no list',
      perGB('1.25'),
      '4:56: prices.default.perGB: expected a list of tiers, such as [{ upTo: 50000, price: 1 }, { price: 0.5 }], found 1.25',
    ],
  ])('%s', (_, text, message) => {
    expect(problemOf(text)).toContain(`policy.yml:${message}`);
  });
});

test('prices of a Region that is in no list are taken, with a warning', () => {
  const policy = parsePolicy(`${HEAD}prices: { eu-wset-1: { ${FULL} }, default: { ${FULL} } }`, 'policy.yml');
  expect(policyWarnings(policy, { now: new Date() })).toMatchObject([
    { kind: 'unknown-region', path: ['prices', 'eu-wset-1'] },
  ]);
});
