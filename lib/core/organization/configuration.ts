import type { Failure } from '../observation.ts';

/** What an account says when it is asked for the configuration of Macie in its organization, in one Region. */
export type OrganizationConfiguration =
  /** It is the administrator there. `isFull`: it has as many members as Macie allows. null: the answer did not have it. */
  | { readonly kind: 'administrator'; readonly isFull: boolean | null; readonly autoEnable: boolean | null }
  | { readonly kind: 'not-administrator' }
  | ({ readonly kind: 'unknown' } & Failure);

/** An administrator of Macie in one Region, as the management account lists it. */
export interface Designation {
  readonly region: string;
  readonly accountId: string;
  /** ENABLED or DISABLING_IN_PROGRESS; null: the answer had none. */
  readonly status: string | null;
}
