import type { Policy } from './schema.ts';

export interface LoadedPolicy {
  readonly policy: Policy;
  readonly source: string;
  /** Of the text as it was read: it tells one version of a policy from another. */
  readonly sha256: string;
}
