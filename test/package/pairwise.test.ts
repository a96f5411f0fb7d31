import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pairwise } from './pairwise.ts';

const factors = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd'),
  fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }),
  {
    minKeys: 2,
  },
);

test('every two values of two factors meet in a row, and there are fewer rows than combinations', () => {
  fc.assert(
    fc.property(factors, (given) => {
      const rows = pairwise(given);
      const names = Object.keys(given);
      for (const [position, one] of names.entries())
        for (const other of names.slice(position + 1))
          for (const value of given[one] ?? [])
            for (const met of given[other] ?? [])
              expect(rows.some((row) => row[one] === value && row[other] === met)).toBe(true);
      expect(rows.length).toBeLessThanOrEqual(
        Object.values(given).reduce((product, { length }) => product * length, 1),
      );
    }),
  );
});
