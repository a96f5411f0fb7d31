import { z } from 'zod';
import { valueIn } from './by-region.ts';

const destination = z.strictObject(
  {
    bucketName: z.string().nullable(),
    kmsKeyArn: z.string().nullable(),
    keyPrefix: z.string().optional(),
  },
  { error: 'expected { bucketName, kmsKeyArn, keyPrefix }, or none or absent' },
);

/**
 * Where Macie stores the results of sensitive data discovery, as a world describes it. `none` and `absent` are the two answers of a
 * Macie that stores them nowhere. `null` is a destination without the field.
 */
export const exportSchema = z.union([destination, z.enum(['none', 'absent'])]);

export type Export = z.infer<typeof exportSchema>;

/** How Macie's test of a bucket and a key ends. */
export const EXPORT_TESTS = ['passes', 'bucket-refuses', 'key-refuses'] as const;

export function exportOf(values: Readonly<Record<string, Export>> | undefined, region: string): Export {
  return valueIn(values ?? {}, region) ?? 'none';
}
