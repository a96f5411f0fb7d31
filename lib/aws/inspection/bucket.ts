import type { PublicAccessBlockConfiguration, S3Client } from '@aws-sdk/client-s3';
import type { BucketFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Clients } from '../clients.ts';
import { errorFacts } from '../error-facts.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import { promised } from './promised.ts';

interface OwnBucket {
  readonly bucket: string;
  /** Its account: somebody else may have taken the name of a bucket that was deleted. */
  readonly owner: string;
}

/** The configuration of a bucket; null: there is none of that name. */
export async function readBucket(
  { bucket: Bucket, owner: ExpectedBucketOwner }: OwnBucket,
  { clients, signal: abortSignal }: { readonly clients: Pick<Clients, 's3'>; readonly signal: AbortSignal },
): Promise<Lookup<BucketFacts | null>> {
  const [s3, { GetBucketEncryptionCommand }] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
  const region = await s3.config.region();
  const input = { Bucket, ExpectedBucketOwner };
  const encryption = await ask({ operation: 's3:GetEncryptionConfiguration', region }, async () => {
    const answer = await s3.send(new GetBucketEncryptionCommand(input), { abortSignal });
    const [rule] = itemsOf(answer.ServerSideEncryptionConfiguration?.Rules);
    const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    return KMSMasterKeyID ?? promised(SSEAlgorithm, 'SSEAlgorithm');
  });
  if (encryption.kind === 'unknown') return encryption;
  if (encryption.value === null) return { kind: 'known', value: null };
  const access = await ask({ operation: 's3:GetBucketPublicAccessBlock', region }, () =>
    openSettings(s3, input, abortSignal),
  );
  if (access.kind === 'unknown') return access;
  return { kind: 'known', value: { encryption: encryption.value, open: access.value ?? [] } };
}

const SETTINGS: readonly (keyof PublicAccessBlockConfiguration)[] = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
];

/** The settings of the public access block that are off. */
async function openSettings(
  s3: S3Client,
  input: { readonly Bucket: string; readonly ExpectedBucketOwner: string },
  abortSignal: AbortSignal,
): Promise<readonly string[]> {
  const { GetPublicAccessBlockCommand } = await import('@aws-sdk/client-s3');
  try {
    const answer = await s3.send(new GetPublicAccessBlockCommand(input), { abortSignal });
    const block = promised(answer.PublicAccessBlockConfiguration, 'PublicAccessBlockConfiguration');
    return SETTINGS.filter((name) => block[name] !== true);
  } catch (error) {
    if (errorFacts(error).name === 'NoSuchPublicAccessBlockConfiguration') return SETTINGS;
    throw error;
  }
}
