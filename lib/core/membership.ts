import type { Failure } from './observation.ts';

/**
 * The relation of an account to a Macie administrator, in one Region. `none`: it has no administrator. `relationship`: as Macie
 * names it, such as Enabled or Paused. `by`: how the account became a member, which decides who may resume it.
 * https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-relationships.html
 */
export type Membership =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'member';
      readonly administrator: string;
      readonly relationship: string;
      readonly by: 'organization' | 'invitation';
    }
  | ({ readonly kind: 'unknown' } & Failure);
