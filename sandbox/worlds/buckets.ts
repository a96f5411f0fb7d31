import type { State } from './state.ts';
import type { Target } from './target.ts';
import type { WorldBucket } from './bucket-schema.ts';

/** Macie analyses the other storage classes. https://docs.aws.amazon.com/macie/latest/user/discovery-supported-storage.html */
const ARCHIVES: ReadonlySet<string> = new Set(['GlacierStorage', 'DeepArchiveStorage']);

/** The buckets of an account in one Region. */
export function bucketsIn(state: State, { accountId, region }: Target): readonly WorldBucket[] {
  return Object.values(state.accountOf(accountId).buckets).filter((bucket) => bucket.region === region);
}

export function bytesOf({ bytes = {} }: WorldBucket, which: 'all' | 'classifiable'): number {
  return Object.entries(bytes)
    .filter(([storage]) => which === 'all' || !ARCHIVES.has(storage))
    .reduce((sum, [, count]) => sum + count, 0);
}
