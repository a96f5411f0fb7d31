import { describe, expect, test } from '@jest/globals';
import { requestedScope } from '../../../lib/app/check/requested-scope.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';

function loaded(yaml: string) {
  const policy = parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p');
  return { policy, source: 'p', sha256: '' };
}

describe('requestedScope', () => {
  test('takes a Region that AWS added, where the policy says all', () => {
    expect(requestedScope({ regions: ['sa-west-1'] }, loaded('regions: all'))).toEqual({ regions: ['sa-west-1'] });
  });

  test.each([
    [
      'an excluded Region',
      'excludeRegions: [sa-west-1]',
      'sa-west-1',
      'regions: expected AWS Regions that the policy does not exclude, found sa-west-1. A run can be narrower than the policy, never wider',
    ],
    [
      'a Region outside the list',
      'regions: [eu-west-1, us-east-1]',
      'sa-west-1',
      'regions: expected some of eu-west-1, us-east-1, found sa-west-1. A run can be narrower than the policy, never wider',
    ],
    [
      'what is no Region name',
      'regions: all',
      'eu-west1',
      'regions: expected the name of an AWS Region, found "eu-west1". Did you mean eu-west-1?',
    ],
    [
      'what is like no Region name',
      'regions: all',
      'Ireland',
      'regions: expected the name of an AWS Region, found "Ireland"',
    ],
    [
      'a Region of a partition without Macie',
      'regions: all',
      'us-gov-west-1',
      'regions: expected a Region that offers Macie, found "us-gov-west-1". Macie is not offered in AWS GovCloud (US)',
    ],
  ])('refuses %s', (_, yaml, region, message) => {
    expect(() => requestedScope({ regions: [region] }, loaded(yaml))).toThrow(new Error(message));
  });
});
