import { expect, test } from '@jest/globals';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { resolve } from '../../lib/policy/resolve.ts';

test('one key for each Region, in overrides, completes the bucket of the policy', () => {
  const policy = parsePolicy(
    `version: 1
desired: { classificationExport: { bucketName: 'results-{region}' } }
overrides:
  - match: { regions: [eu-west-1] }
    desired: { classificationExport: { kmsKeyArn: 'arn:aws:kms:{region}:{account}:key/1' } }`,
    'policy.yml',
  );
  const target = { accountId: '111122223333', region: 'eu-west-1' };
  expect(resolve(policy, target, new Date('2026-11-26T00:00:00Z')).desired).toEqual({
    'classificationExport.bucketName': 'results-eu-west-1',
    'classificationExport.kmsKeyArn': 'arn:aws:kms:eu-west-1:111122223333:key/1',
  });
});

test.each([
  'desired: 1',
  'desired: { classificationExport: 1 }',
  'desired: {}\noverrides: 1',
  'desired: {}\noverrides: [1]',
])('takes anything for the schema to refuse: %s', (text) => {
  expect(() => parsePolicy(`version: 1\n${text}`, 'policy.yml')).toThrow(/policy\.yml:/);
});
