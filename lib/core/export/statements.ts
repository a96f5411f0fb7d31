import { isOptInRegion } from '../regions.ts';

/** A statement of a policy of a bucket or a key. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly Service: readonly string[] };
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The accounts whose results Macie may store. `pairs`: each ARN names its account; `lists`: their ids stand beside the ARNs. */
export type Owners =
  | { readonly kind: 'pairs' | 'lists'; readonly accountIds: readonly string[] }
  | { readonly kind: 'organization'; readonly id: string };

export interface Access {
  readonly bucketName: string;
  readonly kmsKeyArn: string;
  /** Empty: results are at the root of the bucket. */
  readonly keyPrefix: string;
  readonly regions: readonly string[];
}

/**
 * What the policy of the bucket has to say.
 * https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
 */
export function bucketStatements(access: Access, owners: Owners): readonly Statement[] {
  const bucket = `arn:aws:s3:::${access.bucketName}`;
  const results = `${bucket}/${prefixPattern(access.keyPrefix)}*`;
  const ofMacie = { Principal: { Service: principalsOf(access.regions) } };
  const denied = { ...ofMacie, Effect: 'Deny', Action: ['s3:PutObject'], Resource: [results] } as const;
  return [
    {
      Sid: 'AllowMacieToStoreResults',
      Effect: 'Allow',
      ...ofMacie,
      Action: ['s3:GetBucketLocation', 's3:PutObject'],
      Resource: [bucket, results],
      Condition: conditionOf(access.regions, owners),
    },
    {
      Sid: 'DenyUnencryptedResults',
      ...denied,
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    },
    {
      Sid: 'DenyResultsWithOtherKeys',
      ...denied,
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': access.kmsKeyArn } },
    },
    {
      Sid: 'DenyAccessWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ];
}

/** What the policy of the key has to say. */
export function keyStatements({ regions }: Access, owners: Owners): readonly Statement[] {
  return [
    {
      Sid: 'AllowMacieToEncryptResults',
      Effect: 'Allow',
      Principal: { Service: principalsOf(regions) },
      Action: ['kms:GenerateDataKey', 'kms:Encrypt'],
      // In the policy of a key: that key.
      Resource: ['*'],
      Condition: conditionOf(regions, owners),
    },
  ];
}

/** In an opt-in Region Macie has a principal of its own. */
function principalsOf(regions: readonly string[]): readonly string[] {
  const names = regions.map((region) =>
    isOptInRegion(region) ? `macie.${region}.amazonaws.com` : 'macie.amazonaws.com',
  );
  return [...new Set(names)];
}

/** Keeps Macie from acting here for anybody else, and in anything else than discovery. */
function conditionOf(regions: readonly string[], owners: Owners): Statement['Condition'] {
  if (owners.kind === 'organization')
    return { StringEquals: { 'aws:SourceOrgID': owners.id }, ArnLike: { 'aws:SourceArn': arnsOf(regions, ['*']) } };
  return {
    StringEquals: { 'aws:SourceAccount': owners.accountIds },
    ArnLike: { 'aws:SourceArn': arnsOf(regions, owners.kind === 'pairs' ? owners.accountIds : ['*']) },
  };
}

function arnsOf(regions: readonly string[], accounts: readonly string[]): readonly string[] {
  return accounts.flatMap((account) =>
    regions.flatMap((region) =>
      ['export-configuration:*', 'classification-job/*'].map(
        (resource) => `arn:aws:macie2:${region}:${account}:${resource}`,
      ),
    ),
  );
}

/** Placeholders stand for any account and Region there: the condition says which. */
function prefixPattern(keyPrefix: string): string {
  const filled = keyPrefix.replaceAll(/\{(?:region|account)\}/g, '*');
  return filled === '' || filled.endsWith('/') ? filled : `${filled}/`;
}
