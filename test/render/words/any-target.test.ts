import { expect, test } from '@jest/globals';
import { ofAnyTarget, ofTargets } from '../../../lib/render/words/any-target.ts';

const [ONE, OTHER] = [
  { accountId: '111122223333', region: 'eu-west-1' },
  { accountId: '444455556666', region: 'us-east-1' },
];

test.each([
  ['GetMacieSession in eu-west-1: denied in 111122223333.', 'GetMacieSession in the Region: denied in the account.'],
  ['results-eu-west-1-111122223333', 'results-REGION-ACCOUNT'],
  ['eu-west-1-results', 'REGION-results'],
  ['arn:aws:kms:eu-west-1:111122223333:key/1', 'arn:aws:kms:REGION:ACCOUNT:key/1'],
  ['macie.eu-west-1.amazonaws.com', 'macie.REGION.amazonaws.com'],
])('%s of any target is %s', (text, any) => {
  expect(ofAnyTarget(text, ONE)).toBe(any);
});

test('what several targets have in common is left as it is', () => {
  const text = 'results-eu-west-1-111122223333';
  expect(ofTargets(text, [ONE])).toBe(text);
  expect(ofTargets(text, [ONE, { ...ONE, region: 'us-east-1' }])).toBe('results-REGION-111122223333');
  expect(ofTargets(text, [ONE, OTHER])).toBe('results-REGION-ACCOUNT');
});
