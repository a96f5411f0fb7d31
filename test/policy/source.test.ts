import { expect, test } from '@jest/globals';
import { isInAws } from '../../lib/policy/source.ts';

test.each([
  ['ssm:/macie-warden/policy', true],
  ['s3://bucket/policy.yml', true],
  ['policy.yml', false],
  ['policies/ssm:x.yml', false],
])('%s is in AWS: %p', (source, expected) => {
  expect(isInAws(source)).toBe(expected);
});
