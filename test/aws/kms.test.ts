import { describe, expect, test } from '@jest/globals';
import { classifyError } from '../../lib/aws/classify.ts';
import { kmsProblem } from '../../lib/aws/kms.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const DENIED = 'User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform:';
const CIPHERTEXT =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';

describe('what is wrong with a key', () => {
  test.each([
    ['SNS', 'KMSDisabledException', `${KEY} is disabled.`, 'disabled', /1234567890ab is disabled: enable it/],
    ['SNS', 'KMSDisabled', 'null (Service: AWSKMS)', 'disabled', /^the KMS key is disabled/],
    ['SNS', 'KMSInvalidStateException', `${KEY} is pending deletion.`, 'pending-deletion', /cancel the deletion/],
    ['SNS', 'KMSInvalidStateException', `${KEY} is pending import.`, 'pending-import', /import it/],
    ['SNS', 'KMSInvalidStateException', 'The state is not known', 'unusable', /check its state/],
    [
      'SNS',
      'KMSInvalidKeyUsageException',
      `${KEY} key usage is SIGN_VERIFY`,
      'wrong-usage',
      /a symmetric key with the/,
    ],
    ['S3', 'KMS.KeyUnavailableException', 'The request was rejected', 'unavailable', /the next run tries again/],
    ['S3', 'KMS.CustomKeyStoreInvalidStateException', 'x', 'unavailable', /check that the store is connected/],
    ['DynamoDB', 'KMSInternalException', 'x', 'unavailable', /the next run tries again/],
    [
      'SNS',
      'KMSAccessDeniedException',
      `${DENIED.replace('/x/', '/kms-disabled-pending-deletion/')} kms:Decrypt on ${KEY}`,
      'denied',
      /^allow kms:Decrypt on/,
    ],
    ['SNS', 'KMSNotFoundException', `Key '${KEY}' does not exist`, 'not-found', /does not exist/],
    ['SNS', 'KMSThrottlingException', 'Rate exceeded', 'throttled', /request quota/],
    ['SNS', 'KMSOptInRequired', 'needs a subscription', 'not-subscribed', /registration/],
    [
      'SNS',
      'KMSAccessDeniedException',
      `${DENIED} kms:GenerateDataKey on ${KEY}`,
      'denied',
      /^allow kms:GenerateDataKey on/,
    ],
    ['SNS', 'KMSAccessDenied', 'no', 'denied', /^allow kms:GenerateDataKey and kms:Decrypt on the KMS key$/],
    [
      'SSM',
      'InvalidKeyId',
      `${KEY} is disabled. (Service: AWSKMS; Error Code: DisabledException)`,
      'disabled',
      /enable it/,
    ],
    ['SSM', 'AccessDeniedException', CIPHERTEXT, 'unclear', /is in another Region, or its key policy/],
    ['S3', 'KMS.DisabledException', `${KEY} is disabled.`, 'disabled', /enable it/],
    ['S3', 'KMS.NotFoundException', 'Invalid keyId', 'not-found', /does not exist/],
    [
      'S3',
      'AccessDenied',
      `${DENIED} kms:Decrypt on the resource associated with this ciphertext`,
      'denied',
      /^allow kms:Decrypt/,
    ],
    [
      'DynamoDB',
      'AccessDeniedException',
      `KMS key access denied error: ${DENIED} kms:Decrypt`,
      'denied',
      /^allow kms:Decrypt/,
    ],
  ])('%s says it with %s, %j: %s', (_, name, message, kind, advice) => {
    expect(kmsProblem({ name, message })).toEqual({ kind, advice: expect.stringMatching(advice) });
  });

  test('a key of another Region is not found there', () => {
    const error = { name: 'KMSNotFoundException', message: `Key '${KEY}' does not exist` };
    expect(kmsProblem(error, 'us-east-1')).toMatchObject({
      kind: 'other-region',
      advice: expect.stringMatching(/is in another Region: use a key of us-east-1$/),
    });
    expect(kmsProblem(error, 'eu-west-1')?.kind).toBe('not-found');
  });

  test.each([
    ['AccessDeniedException', `${DENIED.replace('/x/', '/kms-disabled/')} macie2:EnableMacie`],
    ['NotFoundException', 'Topic does not exist'],
    ['ThrottlingException', 'Rate exceeded'],
  ])('is not asked for an error about something else: %s', (name, message) => {
    expect(kmsProblem({ name, message })).toBeNull();
  });
});

test('a disabled key is no denial', () => {
  const thrown = Object.assign(new Error(`${KEY} is disabled.`), { name: 'InvalidKeyId' });
  expect(classifyError(thrown, { operation: 'ssm:GetParameter', region: 'eu-west-1' })).toMatchObject({
    reason: 'service-error',
    detail: expect.stringContaining('is disabled: enable it'),
  });
});
