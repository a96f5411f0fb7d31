import { describe, expect, test } from '@jest/globals';
import { coversRegion, regionsOutside } from '../../lib/policy/coverage.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';

const policyOf = (yaml: string) => parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p');

describe('coversRegion', () => {
  test.each([
    ['a listed Region', 'regions: [eu-west-1]', 'eu-west-1', true],
    ['a Region that is not listed', 'regions: [eu-west-1]', 'us-east-1', false],
    ['every Region', 'regions: all', 'us-east-1', true],
    ['every Region with buckets', 'regions: with-buckets', 'us-east-1', true],
    ['an excluded Region', 'excludeRegions: [us-east-1]', 'us-east-1', false],
    ['a Region that this version does not know', 'regions: all', 'eu-west-9', true],
  ])('of %s', (_, yaml, region, expected) => {
    expect(coversRegion(policyOf(yaml), region)).toBe(expected);
  });

  test('all covers a Region that AWS adds, unless it is excluded', () => {
    expect(coversRegion(policyOf('regions: all'), 'sa-west-1')).toBe(true);
    expect(coversRegion(policyOf('excludeRegions: [sa-west-1]'), 'sa-west-1')).toBe(false);
  });

  test.each(['cn-north-1', 'us-gov-east-1', 'us-iso-west-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'])(
    'all does not cover %s, a Region of a partition without Macie',
    (region) => {
      expect(coversRegion(policyOf('regions: all'), region)).toBe(false);
    },
  );
});

describe('regionsOutside', () => {
  test.each([
    ['a Region outside the list', 'regions: [eu-west-1]', ['eu-west-1', 'us-east-1'], ['us-east-1']],
    ['an excluded Region', 'excludeRegions: [us-east-1]', ['us-east-1'], ['us-east-1']],
    ['nothing', 'regions: all', ['eu-west-1', 'ap-east-2'], []],
  ])('names %s', (_, yaml, requested, outside) => {
    expect(regionsOutside(policyOf(yaml), requested)).toEqual(outside);
  });

  test('a list covers what it lists', () => {
    const policy = policyOf('regions: [sa-west-1, eu-west-1]');
    expect(regionsOutside(policy, ['sa-west-1', 'eu-west-1', 'eu-west-2'])).toEqual(['eu-west-2']);
  });
});
