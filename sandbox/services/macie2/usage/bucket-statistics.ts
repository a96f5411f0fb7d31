import { jsonBody } from '../../../server/protocols.ts';
import type { Call } from '../../../server/service.ts';
import { bytesOf, bucketsIn } from '../../../worlds/buckets.ts';
import { failedBecause } from '../members/errors.ts';
import { isAssociated, relationshipOf } from '../members/relationship.ts';
import { existingSession } from '../session.ts';

/** Of the caller, or of one of its members. https://docs.aws.amazon.com/macie/latest/APIReference/datasources-s3-statistics.html */
export function getBucketStatistics(call: Call): object {
  existingSession(call);
  const { accountId = call.accountId } = jsonBody(call.request);
  if (typeof accountId !== 'string') throw failedBecause('ValidationException', 'accountId must be a text');
  const relationship = accountId === call.accountId ? null : relationshipOf(call, accountId);
  const isOwn = accountId === call.accountId;
  if (!isOwn && (relationship?.administratorId !== call.accountId || !isAssociated(relationship)))
    throw failedBecause('AccessDeniedException', 'the specified account is not associated with your account');
  const buckets = bucketsIn(call.state, { accountId, region: call.region });
  const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
  const objects = sum(buckets.map(({ objects: count = 0 }) => count));
  const bytes = sum(buckets.map((bucket) => bytesOf(bucket, 'all')));
  return {
    bucketCount: buckets.length,
    objectCount: objects,
    sizeInBytes: bytes,
    sizeInBytesCompressed: 0,
    classifiableObjectCount: objects,
    classifiableSizeInBytes: sum(buckets.map((bucket) => bytesOf(bucket, 'classifiable'))),
    lastUpdated: call.now.toISOString(),
  };
}
