import { jsonBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { valueIn } from '../../worlds/by-region.ts';
import type { EXPORT_TESTS } from '../../worlds/export-schema.ts';
import { OPT_IN_REGIONS } from '../../worlds/regions.ts';
import { failedBecause } from './members/errors.ts';
import { existingSession } from './session.ts';

export function getExport(call: Call): object {
  existingSession(call);
  const stored = call.state.classificationExport.read(call) ?? 'none';
  if (stored === 'absent') return {};
  if (stored === 'none') return { configuration: {} };
  const given = Object.entries(stored).filter(([, value]) => value !== null);
  return { configuration: { s3Destination: Object.fromEntries(given) } };
}

/**
 * Replaces everything. Macie tests the bucket and the key first; its words are not documented.
 * https://docs.aws.amazon.com/macie/latest/APIReference/classification-export-configuration.html
 */
export function putExport(call: Call): object {
  existingSession(call);
  const configuration: unknown = jsonBody(call.request)['configuration'];
  if (typeof configuration !== 'object' || configuration === null)
    throw failedBecause('ValidationException', 'configuration is required');
  const given: unknown = Reflect.get(configuration, 's3Destination');
  if (given === undefined || given === null) {
    call.state.classificationExport.set(call, 'none');
    return { configuration: {} };
  }
  const s3Destination = destinationIn(given);
  const problem = problemOf(call, s3Destination.kmsKeyArn);
  if (problem !== null) throw failedBecause('ValidationException', problem);
  call.state.classificationExport.set(call, s3Destination);
  return { configuration: { s3Destination } };
}

function destinationIn(given: unknown): { bucketName: string; kmsKeyArn: string; keyPrefix?: string } {
  const [bucketName, kmsKeyArn, keyPrefix] = ['bucketName', 'kmsKeyArn', 'keyPrefix'].map((key): unknown =>
    Reflect.get(Object(given), key),
  );
  if (typeof bucketName !== 'string' || typeof kmsKeyArn !== 'string')
    throw failedBecause('ValidationException', 'bucketName and kmsKeyArn are required');
  return { bucketName, kmsKeyArn, ...(typeof keyPrefix === 'string' ? { keyPrefix } : {}) };
}

const REFUSALS: Readonly<Record<(typeof EXPORT_TESTS)[number], string | null>> = {
  passes: null,
  'bucket-refuses': 'Macie can’t access the bucket. Verify that the bucket policy allows Macie to access the bucket',
  'key-refuses': 'Macie can’t use the KMS key. Verify that the key policy allows Macie to use the key',
};

function problemOf({ state, accountId, region }: Call, kmsKeyArn: string): string | null {
  const home = /^arn:aws:kms:(?<home>[a-z0-9-]+):\d{12}:key\/./.exec(kmsKeyArn)?.groups?.['home'];
  if (home === undefined) return 'kmsKeyArn must be the ARN of a KMS key';
  if (OPT_IN_REGIONS.includes(home) && home !== region)
    return 'the bucket is in an opt-in Region other than the current Region';
  return REFUSALS[valueIn(state.accountOf(accountId).exportTest ?? {}, region) ?? 'passes'];
}
