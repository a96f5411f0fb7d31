import type { Failure } from '../observation.ts';

/** What an account says when it is asked for the configuration of Macie in its organization, in one Region. */
export type OrganizationConfiguration =
  /** It is the administrator there. `isFull`: it has as many members as Macie allows. */
  | { readonly kind: 'administrator'; readonly isFull: boolean }
  | { readonly kind: 'not-administrator' }
  | ({ readonly kind: 'unknown' } & Failure);

/** An administrator of Macie in one Region, as the management account lists it. */
export interface Designation {
  readonly region: string;
  readonly accountId: string;
  /** ENABLED or DISABLING_IN_PROGRESS; null: the answer had none. */
  readonly status: string | null;
}
