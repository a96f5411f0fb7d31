import { valueAt } from './listed-names.ts';
import type { Finding } from './problems.ts';

const EXPORT = 'classificationExport';
const TOGETHER = ['bucketName', 'kmsKeyArn'] as const;

/**
 * Macie takes bucket and key only together. Overrides give them key by key, such as one key for each Region: only a policy that
 * nowhere has the other one is wrong. Takes anything.
 */
export function checkExport(data: unknown): readonly Finding[] {
  const places = placesOf(data);
  const missing = TOGETHER.filter((key) => places.every(({ value }) => valueAt(value, key) === undefined));
  if (missing.length === 0) return [];
  return places.slice(0, 1).map(({ path }) => ({
    path,
    expected: 'bucketName and kmsKeyArn: Macie takes a bucket only with the key that encrypts what it stores there',
    found: `no ${missing.join(' and no ')} here or elsewhere in the policy`,
  }));
}

interface Place {
  readonly path: readonly PropertyKey[];
  readonly value: object;
}

/** Every map of the export, in the order of the policy. */
function placesOf(data: unknown): readonly Place[] {
  const overrides = valueAt(data, 'overrides');
  const found = [
    { path: ['desired', EXPORT], value: valueAt(valueAt(data, 'desired'), EXPORT) },
    ...(Array.isArray(overrides) ? overrides : []).map((rule: unknown, index) => ({
      path: ['overrides', index, 'desired', EXPORT],
      value: valueAt(valueAt(rule, 'desired'), EXPORT),
    })),
  ];
  return found.flatMap(({ path, value }) => (typeof value === 'object' && value !== null ? [{ path, value }] : []));
}
