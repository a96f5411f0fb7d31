import { describe, expect, test } from '@jest/globals';
import { ALL_REGIONS } from '../../lib/core/regions.ts';
import { patternProblem, regionProblem } from '../../lib/policy/region-name.ts';

describe('regionProblem', () => {
  test.each([...ALL_REGIONS, 'sa-west-1', 'me-west-1', 'ap-southeast-10', 'eu-wst-1'])('takes %s', (name) => {
    expect(regionProblem(name)).toBeNull();
    expect(patternProblem(name)).toBeNull();
  });

  test.each([
    'Ireland',
    'eu-west',
    'eu-west-',
    'eu-west-1a',
    'EU-WEST-1',
    'eu_west_1',
    'eu-west-100',
    'e-west-1',
    'eu-*',
    'eu-west-1\n',
    'us-east-1.example.com',
  ])('refuses %j by its form', (name) => {
    expect(regionProblem(name)?.expected).toBe('the name of an AWS Region');
  });

  test.each([
    ['cn-north-1', 'the Regions of China'],
    ['us-gov-west-1', 'AWS GovCloud (US)'],
    ['us-iso-east-1', 'the ISO Regions'],
    ['us-isof-south-1', 'the ISO Regions'],
    ['eu-isoe-west-1', 'the ISO Regions'],
    ['eusc-de-east-1', 'the AWS European Sovereign Cloud'],
  ])('says that Macie is not offered in the partition of %s', (name, partition) => {
    expect(regionProblem(name)?.expected).toBe('a Region that offers Macie');
    expect(regionProblem(name)?.hint()).toBe(`Macie is not offered in ${partition}`);
  });
});

describe('patternProblem', () => {
  test.each(['*', 'eu-*', '*-west-*', 'ue-*', 'us-g*'])('takes %s', (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
  });

  test.each(['EU-*', 'eu.*', 'eu-west-?', 'eu', ' *'])('refuses %j, which can match no Region name', (pattern) => {
    expect(patternProblem(pattern)?.expected).toBe('a Region name or a pattern that matches one');
  });

  test.each(['cn-*', 'cn*', 'us-gov-*', 'us-gov*', 'us-iso*', 'us-isob-*', 'eusc-*', 'eusc*'])(
    'refuses %s, which matches only Regions without Macie',
    (pattern) => {
      expect(patternProblem(pattern)?.expected).toBe('a Region that offers Macie');
    },
  );
});
