import type { Policy } from './schema.ts';

export interface LoadedPolicy {
  readonly policy: Policy;
  readonly source: string;
  /** Of the text as it was read: it identifies a version of the policy. */
  readonly sha256: string;
}
