import type { S3Client } from '@aws-sdk/client-s3';
import { explainError } from '../aws/explain-error.ts';
import { WardenError, type ErrorCode } from '../core/errors.ts';

/** A call that S3 did not answer as it was to. */
export interface FailedCall {
  /** As IAM writes it. */
  readonly operation: string;
  /** Such as `s3://bucket/key`. */
  readonly place: string;
  readonly code: ErrorCode;
  /** What the caller needs, for an answer that denies it. */
  readonly access: string;
  /** What to do where there is no such bucket. */
  readonly noBucket: string;
}

/** The error in words. */
export async function objectProblem(error: unknown, s3: S3Client, call: FailedCall): Promise<WardenError> {
  const { operation, place, code, access, noBucket } = call;
  const options = { cause: error };
  if (statusOf(error) === 403) return new WardenError(code, `${place}: S3 denied ${operation}: ${access}`, options);
  if (statusOf(error) === 404) return new WardenError(code, `${place}: there is no such bucket: ${noBucket}`, options);
  const meaning = await explainError(error, { operation, region: await s3.config.region() });
  const why = 'detail' in meaning ? meaning.detail : 'the answer was that of another service';
  return new WardenError(code, `${place}: ${operation} failed: ${why}`, options);
}

/** The HTTP status of an answer; null: there was none. */
export function statusOf(error: unknown): number | null {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, '$metadata') : null;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : null;
  return typeof status === 'number' ? status : null;
}
