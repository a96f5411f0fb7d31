import { expect, test } from '@jest/globals';
import { pricesOf, DEFAULT_PRICES } from '../../lib/core/cost/prices.ts';
import { COST_FORMAT_NAMES } from '../../lib/render/formats/costs.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { codesIn, sectionOf, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/cost.md';

test('the table of prices is that of this version', () => {
  const rows = Object.entries(DEFAULT_PRICES).map(
    ([region, { bucketMonth, objectsPer100k, perGB, asOf, isConfirmed }]) => {
      const tiers = perGB.map(({ upTo, price }) =>
        upTo === undefined ? `then ${price}` : `${price} up to ${upTo} GB`,
      );
      return [
        `\`${region}\``,
        String(bucketMonth),
        String(objectsPer100k),
        tiers.join(', '),
        asOf,
        isConfirmed ? 'yes' : 'no',
      ];
    },
  );
  expect(tableOf(PATH, 'Region')).toEqual(rows);
});

test('the example is a policy with prices and a limit', () => {
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(sectionOf(PATH, 'Prices')) ?? [];
  const { prices, limits } = parsePolicy(yaml, PATH);
  expect(pricesOf('eu-west-1', prices)).toMatchObject({ value: { origin: 'prices.eu-west-1 of the policy' } });
  expect(limits.maxMonthlyCost).toBe(500);
});

test('the message on a missing price, and the formats, are those of the code', () => {
  const missing = pricesOf('eu-west-1', {});
  expect(textOf(PATH)).toContain(missing.kind === 'unknown' ? missing.why : 'there is a price');
  expect(codesIn(/Formats: (.*?)\./.exec(textOf(PATH))?.[1] ?? '')).toEqual(COST_FORMAT_NAMES);
});
