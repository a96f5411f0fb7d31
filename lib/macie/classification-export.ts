import {
  GetClassificationExportConfigurationCommand,
  PutClassificationExportConfigurationCommand,
  type GetClassificationExportConfigurationCommandOutput,
  type S3Destination,
} from '@aws-sdk/client-macie2';
import { refuseEmptyBody } from '../aws/empty-body.ts';
import { explainRefusal } from '../aws/explain-error.ts';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { GroupValues, Reading } from '../core/observation.ts';
import { exportBucket, exportKey, exportPrefix, NOT_SET } from '../core/settings/classification-export.ts';
import type { Write } from '../core/settings/group.ts';
import { explainRead, explainWrite, isOfMacie, withAdvice } from './explain.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { GroupCall } from './group.ts';

/** Never throws for what AWS or the network does. */
export async function readExport({ client, region, signal }: GroupCall): Promise<Reading> {
  let answer: GetClassificationExportConfigurationCommandOutput;
  try {
    const command = new GetClassificationExportConfigurationCommand({});
    refuseEmptyBody(command);
    answer = await client.send(command, { abortSignal: signal });
  } catch (error) {
    return explainRead(error, { operation: 'macie2:GetClassificationExportConfiguration', region });
  }
  return { kind: 'values', values: valuesOf(answer) };
}

/** Only an answer without a destination says that there is none: one without a bucket, or of another shape, says nothing. */
function valuesOf({ configuration }: GetClassificationExportConfigurationCommandOutput): GroupValues {
  const destination = isAbsent(configuration) ? configuration : s3DestinationOf(configuration);
  if (isAbsent(destination)) return { [exportBucket.id]: NOT_SET, [exportKey.id]: NOT_SET, [exportPrefix.id]: NOT_SET };
  const { bucketName, kmsKeyArn, keyPrefix } = fieldsOf(destination);
  const bucket = textOf(bucketName);
  return {
    [exportBucket.id]: bucket,
    [exportKey.id]: textOf(kmsKeyArn),
    [exportPrefix.id]: bucket !== null && isAbsent(keyPrefix) ? NOT_SET : textOf(keyPrefix),
  };
}

/** A configuration that is no map is no destination, and not the absence of one. */
function s3DestinationOf(configuration: unknown): unknown {
  const isMap = typeof configuration === 'object' && !Array.isArray(configuration);
  return isMap ? fieldsOf(configuration)['s3Destination'] : configuration;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** The call replaces the whole destination. Macie tests bucket and key first. Never throws for what AWS or the network does. */
export async function writeExport({ values }: Write, { client, region, signal }: GroupCall): Promise<WriteAnswer> {
  const { [exportBucket.id]: bucketName, [exportKey.id]: kmsKeyArn, [exportPrefix.id]: keyPrefix } = values;
  const s3Destination = { bucketName, kmsKeyArn, ...(keyPrefix === undefined ? {} : { keyPrefix }) };
  try {
    const command = new PutClassificationExportConfigurationCommand({ configuration: { s3Destination } });
    await client.send(command, { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    const answer = await explainWrite(error, { operation: 'macie2:PutClassificationExportConfiguration', region });
    return 'detail' in answer && (await isOfTest(error, answer))
      ? { ...answer, detail: withAdvice(answer.detail, advice(s3Destination)) }
      : answer;
  }
}

/**
 * Does the refusal come of Macie's test of bucket and key? AWS does not document its type; IAM has words of its own, and so has Macie
 * that is off.
 */
async function isOfTest(
  error: unknown,
  { detail, ...answer }: WriteAnswer & { readonly detail: string },
): Promise<boolean> {
  const refusal = await explainRefusal(error);
  const isDenied = 'reason' in answer && answer.reason === 'access-denied' && isOfMacie({ ...answer, detail });
  return refusal === 'invalid' || refusal === 'not-found' || (isDenied && !detail.endsWith('Macie is not enabled'));
}

function advice({ bucketName = '', kmsKeyArn = '', keyPrefix }: Partial<S3Destination>): string {
  const prefix = keyPrefix === undefined ? '' : ` --prefix '${keyPrefix}'`;
  return `Macie tests bucket and key before it takes them: compare their policies with those that \`macie-warden export-policy --bucket ${bucketName} --key ${kmsKeyArn}${prefix}\` prints`;
}
