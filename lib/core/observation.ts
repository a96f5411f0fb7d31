/** Why something could not be read. */
export const REASONS = [
  'access-denied',
  'assume-role-denied',
  'credentials',
  'throttled',
  'timeout',
  'network',
  'service-error',
  'bad-response',
  'pending',
  'region-unsupported',
  'not-reached',
] as const;
export type Reason = (typeof REASONS)[number];

/** A reason of the list, and a sentence that says what was seen and what to do. */
export interface Failure {
  readonly reason: Reason;
  readonly detail: string;
}

/** The values of one settings group, as one read call returned them. `null` is a field that the answer did not have. */
export type GroupValues = Readonly<Record<string, string | null>>;

/** The reading of one settings group of a target. */
export type Observation =
  | {
      readonly kind: 'values';
      readonly values: GroupValues;
      /** Why the values that are null were not read; left out: the answer did not have them. */
      readonly missing?: Failure;
    }
  | ({ readonly kind: 'unknown' } & Failure)
  | { readonly kind: 'not-applicable'; readonly detail: string };

/** One reading, or that the Region rejected the credentials: whether that means "not opted in" only the Region list can say. */
export type Reading = Observation | { readonly kind: 'token-rejected'; readonly detail: string };

/** The readings of a target, by settings group. A group that no desired setting needs is not read. */
export type Observations = Readonly<Record<string, Observation>>;

/** A settings group that could not be read, or whose answer lacked a desired setting. */
export interface Unknown extends Failure {
  readonly group: string;
}

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

/** How a desired setting compares with what was read. */
export type Comparison =
  | { readonly kind: 'equal'; readonly actual: string }
  | { readonly kind: 'different'; readonly actual: string | null }
  /** Neither equal nor different. `why` is left out where the answer, or the reading, did not have the value. */
  | { readonly kind: 'unseen'; readonly why?: Failure }
  /** Another setting decides it: while Macie is off there is no frequency to compare. */
  | { readonly kind: 'not-applicable' };
