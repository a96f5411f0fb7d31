import { expect, test } from '@jest/globals';
import { ALL_REGIONS, MACIE_REGIONS } from '../../lib/core/regions.ts';
import * as aws from '../../sandbox/worlds/regions.ts';

test('22 of 34 Regions offer Macie, and the sandbox, written down apart, agrees', () => {
  expect([MACIE_REGIONS.length, ALL_REGIONS.length]).toEqual([22, 34]);
  expect(ALL_REGIONS).toEqual(aws.AWS_REGIONS);
  expect(MACIE_REGIONS).toEqual(aws.MACIE_REGIONS);
});
