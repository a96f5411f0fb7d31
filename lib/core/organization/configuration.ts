import type { Failure } from '../observation.ts';

/** What an account says when it is asked for the configuration of Macie in its organization, in one Region. */
export type OrganizationConfiguration =
  /** It is the administrator there. */
  | { readonly kind: 'administrator' }
  | { readonly kind: 'not-administrator' }
  | ({ readonly kind: 'unknown' } & Failure);
