import type { CostFacts, Storage } from '../../../lib/core/cost/model.ts';

export const TB = 2 ** 40;

export function counted({
  buckets = 3,
  objects = 1000,
  bytes = TB,
  source = 'storage-metrics',
}: Partial<Storage> & { buckets?: number; source?: CostFacts['source'] } = {}): CostFacts {
  return { source, buckets: { kind: 'known', value: buckets }, storage: { kind: 'known', value: { objects, bytes } } };
}

export const UNCOUNTED: CostFacts = {
  source: 'storage-metrics',
  buckets: { kind: 'unknown', why: 'denied' },
  storage: { kind: 'unknown', why: 'no metrics' },
};
