import { describe, expect, test } from '@jest/globals';
import { coversRegion, regionsOutside } from '../../lib/policy/coverage.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';

const policyOf = (yaml: string) => parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p');

describe('coversRegion', () => {
  test.each([
    ['a listed Region', 'regions: [eu-west-1]', 'eu-west-1', true],
    ['a Region that is not listed', 'regions: [eu-west-1]', 'us-east-1', false],
    ['every Region', 'regions: all', 'us-east-1', true],
    ['an excluded Region', 'excludeRegions: [us-east-1]', 'us-east-1', false],
    ['a Region that this version does not know', 'regions: all', 'eu-west-9', true],
  ])('of %s', (_, yaml, region, expected) => {
    expect(coversRegion(policyOf(yaml), region)).toBe(expected);
  });
});

describe('regionsOutside', () => {
  test.each([
    ['a Region outside the list', 'regions: [eu-west-1]', ['eu-west-1', 'us-east-1'], ['us-east-1']],
    ['an excluded Region', 'excludeRegions: [us-east-1]', ['us-east-1'], ['us-east-1']],
    ['a Region that does not exist', 'regions: all', ['eu-west-9'], ['eu-west-9']],
    ['nothing', 'regions: all', ['eu-west-1', 'ap-east-2'], []],
  ])('names %s', (_, yaml, requested, outside) => {
    expect(regionsOutside(policyOf(yaml), requested).outside).toEqual(outside);
  });

  test('names the Regions that a request may have', () => {
    expect(regionsOutside(policyOf('regions: [eu-west-1, us-east-1]'), []).allowed).toEqual(['eu-west-1', 'us-east-1']);
  });
});
