import { ALL_REGIONS, MACIE_REGIONS } from '../regions.ts';
import { whyNoExport } from '../settings/export-rules.ts';
import { bucketStatements, keyStatements, type Access, type Owners, type Statement } from './statements.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
export const MAX_BUCKET_POLICY = 20 * 1024;
/** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const MAX_KEY_POLICY = 32 * 1024;

export interface ExportPolicies {
  readonly bucket: readonly Statement[];
  readonly key: readonly Statement[];
}

export type Fit =
  | { readonly kind: 'fits'; readonly policies: ExportPolicies }
  /** Even the shortest form is longer than AWS takes. */
  | { readonly kind: 'too-long'; readonly bucketBytes: number; readonly keyBytes: number };

/** The statements for accounts or an organization: with an ARN for each account and Region, or in a shorter form if they do not fit. */
export function exportPolicies(access: Access, owners: Owners): Fit {
  const fit = fitOf({ bucket: bucketStatements(access, owners), key: keyStatements(access, owners) });
  // With each account in each ARN the text is the longest, and the plainest.
  return fit.kind === 'too-long' && owners.kind === 'pairs'
    ? exportPolicies(access, { ...owners, kind: 'lists' })
    : fit;
}

function fitOf(policies: ExportPolicies): Fit {
  const [bucketBytes, keyBytes] = [sizeOf(policies.bucket), sizeOf(policies.key)];
  const isShort = bucketBytes <= MAX_BUCKET_POLICY && keyBytes <= MAX_KEY_POLICY;
  return isShort ? { kind: 'fits', policies } : { kind: 'too-long', bucketBytes, keyBytes };
}

/** The bytes of a policy with these statements alone, as it is printed. All of it is ASCII. */
export function sizeOf(statements: readonly Statement[]): number {
  return statementsText(statements).length + POLICY_AROUND;
}

const POLICY_AROUND = '{"Version":"2012-10-17","Statement":}'.length;

export function statementsText(statements: readonly Statement[]): string {
  return JSON.stringify(statements, null, 2);
}

/** Why a Region has no place in the policies of a bucket and a key; null if it has one. */
export function whyNotIn(
  region: string,
  { bucketName, kmsKeyArn }: Pick<Access, 'bucketName' | 'kmsKeyArn'>,
): string | null {
  if (ALL_REGIONS.includes(region) && !MACIE_REGIONS.includes(region))
    return `AWS does not offer Macie in ${region}, and refuses a policy with a principal that does not exist`;
  return whyNoExport({ bucketName, kmsKeyArn }, { accountId: '', region });
}
