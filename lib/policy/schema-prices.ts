import * as z from 'zod/mini';

// The message of each node says what is expected there: `problems.ts` puts the place and the finding around it.

const DOLLARS = 'an amount of US dollars, 0 or more';
export const dollars = z.number(DOLLARS).check(z.minimum(0, DOLLARS));

const GIGABYTES = 'a number of gigabytes, more than 0';
const TIERS = 'at least one tier, each with a higher upTo than the one before, and the last one without it';

const tier = z.strictObject(
  {
    upTo: z
      .optional(z.number(GIGABYTES).check(z.positive(GIGABYTES)))
      .check(z.describe('The tier ends at so many gigabytes of a month. The last tier has no end.')),
    price: dollars.check(z.describe('The price of a gigabyte in it.')),
  },
  'a map with upTo and price',
);

const prices = z.strictObject(
  {
    bucketMonth: dollars.check(z.describe('One bucket for a month.')),
    objectsPer100k: dollars.check(z.describe('100,000 objects that automated discovery monitors, for a month.')),
    perGB: z
      .array(tier, 'a list of tiers, such as [{ upTo: 50000, price: 1 }, { price: 0.5 }]')
      .check(
        z.refine(areTiers, TIERS),
        z.meta({ description: 'The gigabytes that automated discovery analyses, by tier.', minItems: 1 }),
      ),
  },
  'a map with bucketMonth, objectsPer100k and perGB',
);

/** Prices of Macie in USD, by Region. */
export const priceTable = z.record(z.string(), prices, 'a map of Regions, or default, with their prices');

function areTiers(tiers: readonly { readonly upTo?: number | undefined }[]): boolean {
  if (tiers.length === 0) return false;
  return tiers.every(({ upTo }, index) => {
    if (index === tiers.length - 1) return upTo === undefined;
    return upTo !== undefined && upTo > (tiers[index - 1]?.upTo ?? 0);
  });
}
