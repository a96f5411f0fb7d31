import type { LoadedPolicy } from './loaded-policy.ts';
import type { Place } from './places.ts';

/** A warning with its place in the text. */
export interface PlacedWarning extends Place {
  readonly source: string;
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
}

export interface ValidatedPolicy {
  readonly loaded: LoadedPolicy;
  /** In the order of the text. */
  readonly warnings: readonly PlacedWarning[];
}
