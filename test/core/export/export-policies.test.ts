import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  exportPolicies,
  MAX_BUCKET_POLICY,
  MAX_KEY_POLICY,
  sizeOf,
  whyNotIn,
  type ExportPolicies,
  type Fit,
} from '../../../lib/core/export/export-policies.ts';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { bucketStatements, keyStatements, type Owners } from '../../../lib/core/export/statements.ts';

const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const ACCESS = { bucketName: 'results', kmsKeyArn: KEY, keyPrefix: '', regions: ['eu-west-1'] };
const ONE: Owners = { kind: 'pairs', accountIds: [ACCOUNT] };
const CONDITION = {
  StringEquals: { 'aws:SourceAccount': [ACCOUNT] },
  ArnLike: {
    'aws:SourceArn': [
      `arn:aws:macie2:eu-west-1:${ACCOUNT}:export-configuration:*`,
      `arn:aws:macie2:eu-west-1:${ACCOUNT}:classification-job/*`,
    ],
  },
};
const MACIE = { Service: ['macie.amazonaws.com'] };

function accounts(number: number): Owners {
  return { kind: 'pairs', accountIds: Array.from({ length: number }, (_, index) => String(100_000_000_000 + index)) };
}

function policiesOf(fit: Fit): ExportPolicies {
  if (fit.kind === 'too-long') throw new Error('the policies are too long');
  return fit.policies;
}

describe('the statements', () => {
  test('let Macie find the bucket and add results, and refuse other keys and plain HTTP', () => {
    expect(bucketStatements(ACCESS, ONE)).toEqual([
      {
        Sid: 'AllowMacieToStoreResults',
        Effect: 'Allow',
        Principal: MACIE,
        Action: ['s3:GetBucketLocation', 's3:PutObject'],
        Resource: ['arn:aws:s3:::results', 'arn:aws:s3:::results/*'],
        Condition: CONDITION,
      },
      {
        Sid: 'DenyUnencryptedResults',
        Effect: 'Deny',
        Principal: MACIE,
        Action: ['s3:PutObject'],
        Resource: ['arn:aws:s3:::results/*'],
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      },
      {
        Sid: 'DenyResultsWithOtherKeys',
        Effect: 'Deny',
        Principal: MACIE,
        Action: ['s3:PutObject'],
        Resource: ['arn:aws:s3:::results/*'],
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY } },
      },
      {
        Sid: 'DenyAccessWithoutTls',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:*'],
        Resource: ['arn:aws:s3:::results', 'arn:aws:s3:::results/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('let Macie encrypt with the key', () => {
    expect(keyStatements(ACCESS, ONE)).toEqual([
      {
        Sid: 'AllowMacieToEncryptResults',
        Effect: 'Allow',
        Principal: MACIE,
        Action: ['kms:GenerateDataKey', 'kms:Encrypt'],
        Resource: ['*'],
        Condition: CONDITION,
      },
    ]);
  });

  test('name the principal of each opt-in Region, and that of the others once', () => {
    const regions = ['eu-west-1', 'me-south-1', 'us-east-1', 'xx-new-9'];
    expect(keyStatements({ ...ACCESS, regions }, ONE)[0]?.Principal).toEqual({
      Service: ['macie.amazonaws.com', 'macie.me-south-1.amazonaws.com', 'macie.xx-new-9.amazonaws.com'],
    });
    expect(keyStatements({ ...ACCESS, regions: ['me-south-1'] }, ONE)[0]?.Principal).toEqual({
      Service: ['macie.me-south-1.amazonaws.com'],
    });
  });

  test.each([
    ['macie', 'results/macie/*'],
    ['macie/', 'results/macie/*'],
    ['{account}/{region}', 'results/*/*/*'],
  ])('are about the prefix %s', (keyPrefix, resource) => {
    const [allow, deny] = bucketStatements({ ...ACCESS, keyPrefix }, ONE);
    expect(allow?.Resource).toEqual(['arn:aws:s3:::results', `arn:aws:s3:::${resource}`]);
    expect(deny?.Resource).toEqual([`arn:aws:s3:::${resource}`]);
  });
});

describe('the policies', () => {
  test('name each account in its ARNs where they are few', () => {
    const fit = exportPolicies(ACCESS, accounts(2));
    expect(JSON.stringify(fit)).toContain('macie2:eu-west-1:100000000001:export-configuration:*');
  });

  test('list the accounts beside the ARNs where they are many', () => {
    const fit = exportPolicies(ACCESS, accounts(200));
    expect(JSON.stringify(fit)).toContain('macie2:eu-west-1:*:export-configuration:*');
    expect(JSON.stringify(fit)).toContain('"100000000199"');
  });

  test('of 500 accounts in every Region are short enough, as docs/policy.md says', () => {
    expect(exportPolicies({ ...ACCESS, regions: MACIE_REGIONS }, accounts(500)).kind).toBe('fits');
  });

  test('are said to be too long where they are', () => {
    expect(exportPolicies(ACCESS, accounts(5000))).toEqual({
      kind: 'too-long',
      bucketBytes: expect.any(Number),
      keyBytes: expect.any(Number),
    });
  });

  test('of an organization are short', () => {
    const fit = exportPolicies(ACCESS, { kind: 'organization', id: 'o-exampleorgid' });
    expect(fit).toMatchObject({
      kind: 'fits',
      policies: {
        key: [
          {
            Condition: {
              StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid' },
              ArnLike: { 'aws:SourceArn': expect.arrayContaining(['arn:aws:macie2:eu-west-1:*:classification-job/*']) },
            },
          },
        ],
      },
    });
  });

  test('name every account and are never longer than AWS takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), (number) => {
        const { bucket, key } = policiesOf(exportPolicies(ACCESS, accounts(number)));
        for (const [statements, most] of [
          [bucket, MAX_BUCKET_POLICY],
          [key, MAX_KEY_POLICY],
        ] as const) {
          const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
          expect(sizeOf(statements)).toBeGreaterThanOrEqual(text.length);
          expect(sizeOf(statements)).toBeLessThanOrEqual(most);
          expect(new Set(text.match(/"\d{12}"/g)).size).toBe(number);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('a Region', () => {
  test.each(['eu-west-1', 'me-south-1'])('with Macie has a place: %s', (region) => {
    expect(whyNotIn(region, ACCESS)).toBeNull();
  });

  test('without Macie has no place', () => {
    expect(whyNotIn('ap-south-2', ACCESS)).toMatch(/does not offer Macie in ap-south-2/);
  });

  test('that cannot store results where the key is has no place', () => {
    const kmsKeyArn = KEY.replace('eu-west-1', 'me-south-1');
    expect(whyNotIn('us-east-1', { ...ACCESS, kmsKeyArn })).toMatch(/opt-in Region me-south-1/);
  });
});
