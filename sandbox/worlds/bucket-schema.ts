import { z } from 'zod';
import { region } from './by-region.ts';

/** The storage classes of AWS/S3 BucketSizeBytes. https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html */
const STORAGE_TYPES = [
  'StandardStorage',
  'IntelligentTieringFAStorage',
  'IntelligentTieringIAStorage',
  'IntelligentTieringAAStorage',
  'IntelligentTieringAIAStorage',
  'IntelligentTieringDAAStorage',
  'StandardIAStorage',
  'OneZoneIAStorage',
  'ReducedRedundancyStorage',
  'GlacierInstantRetrievalStorage',
  'GlacierStorage',
  'DeepArchiveStorage',
] as const;

const count = z.int().nonnegative();

/** A general purpose bucket as a world file describes it. */
export const bucketSchema = z.strictObject({
  region,
  /** Without `objects` and `bytes` CloudWatch has no metrics of the bucket, as on its first day. */
  objects: count.optional(),
  /** Of StandardStorage, or by storage class. */
  bytes: z
    .union([count, z.partialRecord(z.enum(STORAGE_TYPES), count)], {
      error: 'expected a number of bytes, or { StandardStorage: 1000, GlacierStorage: 2000 }',
    })
    .transform((bytes) => (typeof bytes === 'number' ? { StandardStorage: bytes } : bytes))
    .optional(),
  createdAt: z.iso.datetime().default('2025-03-03T10:00:00.000Z'),
});

/** By name. */
export const bucketsSchema = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket, such as customer-uploads'),
  bucketSchema,
);

export type WorldBucket = z.infer<typeof bucketSchema>;
