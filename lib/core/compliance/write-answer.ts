import type { Failure } from '../observation.ts';

/**
 * How AWS answered a write. `refused`: certainly not done. `unclear`: it may have been done (a time-out, a reset, a 5xx).
 * `already-enabled`: EnableMacie met an existing session.
 */
export type WriteAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'already-enabled' }
  | ({ readonly kind: 'refused' } & Failure)
  | ({ readonly kind: 'unclear' } & Failure);
