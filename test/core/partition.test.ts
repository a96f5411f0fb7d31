import { expect, test } from '@jest/globals';
import { partitionOf } from '../../lib/core/partition.ts';
import { ALL_REGIONS } from '../../lib/core/regions.ts';

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test('every commercial Region is in the partition aws', () => {
  expect(ALL_REGIONS.filter((region) => partitionOf(region) !== 'aws')).toEqual([]);
});
