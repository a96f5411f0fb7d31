import { isOptInRegion } from '../regions.ts';
import type { Target } from '../target.ts';

/** Where Macie stores the results of sensitive data discovery of one target, as a policy desires it. */
export interface ExportDestination {
  readonly bucketName?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
}

/** The ARN of a key. Neither the id of a key nor an alias is one. */
export const KEY_ARN = /^arn:aws:kms:(?<region>[a-z]{2}(?:-[a-z]+)+-\d{1,2}):(?<account>\d{12}):key\/[0-9A-Za-z-]+$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The Region in the ARN of a key; null if the text is none. */
export function regionOfKey(arn: string): string | null {
  return KEY_ARN.exec(arn)?.groups?.['region'] ?? null;
}

/**
 * Why Macie could not store results there; null if no rule is against it. Macie requires a key in the Region of the bucket, so
 * the Region of the key is taken for that of the bucket.
 * https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
 */
export function whyNoExport({ bucketName, kmsKeyArn }: ExportDestination, { region }: Target): string | null {
  if (bucketName === undefined) return whyIncomplete('bucketName');
  if (kmsKeyArn === undefined) return whyIncomplete('kmsKeyArn');
  if (!BUCKET_NAME.test(bucketName))
    return `${bucketName} cannot be the name of a bucket, which has 3 to 63 characters: shorten classificationExport.bucketName`;
  const home = regionOfKey(kmsKeyArn);
  if (home === null)
    return `${kmsKeyArn} is not the ARN of a KMS key: write the ARN of the key, not of an alias, in classificationExport.kmsKeyArn`;
  return whyOtherRegion(region, home);
}

function whyIncomplete(missing: string): string {
  return `the policy has no classificationExport.${missing} for this target, and Macie takes bucket and key only together: add it to desired or to an override`;
}

function whyOtherRegion(region: string, home: string): string | null {
  if (home === region || !isOptInRegion(home)) return null;
  const allowed = isOptInRegion(region)
    ? `${region}, or in a Region that is enabled by default`
    : 'a Region that is enabled by default';
  return `the key, and so the bucket, is in the opt-in Region ${home}, where Macie stores no results of ${region}: choose a bucket and a key in ${allowed}`;
}
