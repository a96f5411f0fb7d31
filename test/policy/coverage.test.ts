import { describe, expect, test } from '@jest/globals';
import { coversRegion, regionsOutside } from '../../lib/policy/coverage.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';

const policyOf = (yaml: string) => parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p');

describe('coversRegion', () => {
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

  test('a list covers what it lists', () => {
    const policy = policyOf('regions: [sa-west-1, eu-west-1]');
    expect(regionsOutside(policy, ['sa-west-1', 'eu-west-1', 'eu-west-2'])).toEqual(['eu-west-2']);
  });
});
