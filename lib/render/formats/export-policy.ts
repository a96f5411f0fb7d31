import {
  MAX_BUCKET_POLICY,
  MAX_KEY_POLICY,
  sizeOf,
  statementsText,
  type ExportPolicies,
} from '../../core/export/export-policies.ts';
import type { Access, Owners, Statement } from '../../core/export/statements.ts';
import { countOf } from '../words/sentence.ts';

export type ExportFormat = 'json' | 'text';
export const EXPORT_FORMAT_NAMES: readonly ExportFormat[] = ['json', 'text'];

/** The statements that a bucket and a key need. They are to be added to their policies: a key whose policy is replaced may lose its owner. */
export function exportPolicyText(
  { bucket, key }: ExportPolicies,
  { format, access, owners }: { readonly format: ExportFormat; readonly access: Access; readonly owners: Owners },
): string {
  if (format === 'json')
    return `${JSON.stringify({ bucketPolicyStatements: bucket, keyPolicyStatements: key }, null, 2)}\n`;
  const part = (of: string, statements: readonly Statement[], most: number): string =>
    `Add these statements to the policy of ${of} (${sizeOf(statements)} bytes of the ${most} that AWS takes):\n\n${statementsText(statements)}\n`;
  return [
    part(`the bucket ${access.bucketName}`, bucket, MAX_BUCKET_POLICY),
    part(`the key ${access.kmsKeyArn}`, key, MAX_KEY_POLICY),
    `They let Macie store discovery results of ${ownersText(owners)} in ${countOf(access.regions.length, 'Region')}: ${access.regions.join(', ')}.\n`,
  ].join('\n');
}

function ownersText(owners: Owners): string {
  return owners.kind === 'organization'
    ? `every account of the organization ${owners.id}`
    : countOf(owners.accountIds.length, 'account');
}
