import { beforeAll, describe, expect, test } from '@jest/globals';
import { compiledTemplate } from './compile-template.ts';
import { BOUND, EVERYTHING, ORGANIZATION } from './package-stack.ts';
import { allowedActions, functionStatements, type Template } from './template.ts';

let plain: Template;
let locked: Template;
let organization: Template;
beforeAll(async () => {
  [plain, locked, organization] = (
    await Promise.all([compiledTemplate({}), compiledTemplate(EVERYTHING), compiledTemplate(ORGANIZATION)])
  ).map(({ template }) => template) as [Template, Template, Template];
});

const bucketOf = ({ Resources }: Template) => Resources['ReportArchive'];

describe('the archive of reports', () => {
  test('is there by default: private, versioned, encrypted, and it outlives its stack', () => {
    expect(bucketOf(plain)).toMatchObject({
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
    // A bucket that stays must not be in the way of the next one.
    expect(bucketOf(plain)?.Properties).not.toHaveProperty('BucketName');
    expect(bucketOf(plain)?.Properties).not.toHaveProperty('ObjectLockEnabled');
    expect(plain.Resources['ReportArchivePolicy']?.Properties['PolicyDocument']).toMatchObject({
      Statement: [
        { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    });
    expect(plain.Outputs).toHaveProperty('ReportBucketName');
  });

  test('keeps reports for the days of the parameter, and old versions for thirty more', () => {
    const daysIn = (template: Template) => Object(bucketOf(template)?.Properties['LifecycleConfiguration']).Rules;
    expect(daysIn(plain)).toEqual([
      {
        Id: 'reports',
        Status: 'Enabled',
        Prefix: 'reports/',
        ExpirationInDays: 400,
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
      {
        Id: 'latest',
        Status: 'Enabled',
        Prefix: 'reports/latest.',
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
      { Id: 'uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ]);
    expect(daysIn(locked)[0]).toMatchObject({ ExpirationInDays: 730 });
  });

  test('with evidenceLock nothing of it can be deleted before', async () => {
    const lockOf = (template: Template) => Object(bucketOf(template)?.Properties['ObjectLockConfiguration']);
    expect(bucketOf(locked)?.Properties).toMatchObject({ ObjectLockEnabled: true, VersioningConfiguration: {} });
    expect(lockOf(locked)).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 730 } },
    });
    const { template } = await compiledTemplate({ evidenceLock: 'compliance' });
    expect(lockOf(template).Rule).toEqual({ DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } });
  });

  test('has the key of others where the stack has one, and the functions may use it through S3', async () => {
    const { template } = await compiledTemplate(BOUND);
    expect(bucketOf(template)?.Properties['BucketEncryption']).toMatchObject({
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: BOUND['kmsKeyArn'] } },
      ],
    });
    expect(JSON.stringify(template.Resources['CheckKey'])).toContain('s3.${AWS::Region}');
  });

  test.each([
    ['check and change', 'CheckRole', () => plain],
    ['the last step of the organization', 'OrganizationConcludeRole', () => organization],
  ])('%s may add reports, and read which one is the latest', (_, role, template) => {
    const ofArchive = functionStatements(template(), role).filter(({ Resource }) =>
      JSON.stringify(Resource).includes('ReportArchive'),
    );
    expect(ofArchive.map(({ Action, Resource }) => [Action, Object(Resource)['Fn::Sub']])).toEqual([
      ['s3:PutObject', '${ReportArchive.Arn}/reports/*'],
      ['s3:GetObject', '${ReportArchive.Arn}/reports/latest.*'],
    ]);
  });

  test('with archive=off there is no bucket, no permission, no alarm, and no function knows of one', async () => {
    const { template } = await compiledTemplate({ archive: 'off' });
    expect(JSON.stringify(template)).not.toContain('ReportArchive');
    expect(Object.keys(template.Resources)).not.toContain('ArchiveFailedAlarm');
    expect(allowedActions(template)).not.toContain('s3:PutObject');
    expect(template.Resources['CheckLambdaFunction']?.Properties['Environment']).toMatchObject({
      Variables: { REPORT_BUCKET: '' },
    });
  });

  test('is another bucket than that of the runs of an organization', () => {
    const environment = organization.Resources['OrganizationConcludeLambdaFunction']?.Properties['Environment'];
    expect(environment).toMatchObject({
      Variables: { REPORT_BUCKET: { Ref: 'ReportArchive' }, ARCHIVE_BUCKET: { Ref: 'Archive' } },
    });
  });
});
