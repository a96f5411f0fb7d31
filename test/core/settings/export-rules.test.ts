import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALL_REGIONS, isOptInRegion } from '../../../lib/core/regions.ts';
import { regionOfKey, whyNoExport } from '../../../lib/core/settings/export-rules.ts';

const ACCOUNT = '111122223333';
const keyIn = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

function why(region: string, destination: { bucketName?: string; kmsKeyArn?: string }): string | null {
  return whyNoExport(destination, { accountId: ACCOUNT, region });
}

describe('a destination of discovery results', () => {
  test.each([
    ['us-east-1', 'eu-west-1'],
    ['us-east-1', 'us-east-1'],
    ['me-south-1', 'me-south-1'],
    ['me-south-1', 'us-east-1'],
  ])('for results of %s may be in %s', (region, home) => {
    expect(why(region, { bucketName: 'results', kmsKeyArn: keyIn(home) })).toBeNull();
  });

  test('of a Region that is enabled by default is in no opt-in Region', () => {
    expect(why('us-east-1', { bucketName: 'results', kmsKeyArn: keyIn('me-south-1') })).toBe(
      'the key, and so the bucket, is in the opt-in Region me-south-1, where Macie stores no results of us-east-1: choose a bucket and a key in a Region that is enabled by default',
    );
  });

  test('of an opt-in Region is in no other opt-in Region', () => {
    expect(why('me-south-1', { bucketName: 'results', kmsKeyArn: keyIn('af-south-1') })).toMatch(
      /choose a bucket and a key in me-south-1, or in a Region that is enabled by default/,
    );
  });

  test('is refused exactly where its Region is an opt-in Region and another one', () => {
    const region = fc.constantFrom(...ALL_REGIONS);
    fc.assert(
      fc.property(region, region, (from, to) => {
        const refused = why(from, { bucketName: 'results', kmsKeyArn: keyIn(to) }) !== null;
        expect(refused).toBe(from !== to && isOptInRegion(to));
      }),
    );
  });

  test.each<[string, { bucketName?: string; kmsKeyArn?: string }, RegExp]>([
    ['no bucket', { kmsKeyArn: keyIn('eu-west-1') }, /no classificationExport\.bucketName for this target/],
    ['no key', { bucketName: 'results' }, /no classificationExport\.kmsKeyArn for this target/],
    ['a long name', { bucketName: 'a'.repeat(64), kmsKeyArn: keyIn('eu-west-1') }, /3 to 63 characters/],
    [
      'an alias',
      { bucketName: 'results', kmsKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/macie` },
      /is not the ARN of a KMS key/,
    ],
  ])('with %s is refused', (_, destination, said) => {
    expect(why('eu-west-1', destination)).toMatch(said);
  });
});

test('an ARN of a key has a Region, and an alias, an id or another partition has none', () => {
  expect(regionOfKey(keyIn('eu-west-1'))).toBe('eu-west-1');
  for (const text of [
    '1234abcd',
    `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/a`,
    keyIn('eu-west-1').replace('aws', 'aws-cn'),
  ])
    expect(regionOfKey(text)).toBeNull();
});
