import type { Failure, Reason } from '../core/observation.ts';

/**
 * What an error of an AWS call means.
 * `not-enabled`, `already-enabled`: Macie says so. `token-rejected`: the credentials are bad, or the Region is opt-in and not enabled for the account.
 * `failure`: nothing is known; `mayHaveHappened`: AWS may have executed a write all the same.
 */
export type ErrorMeaning =
  | { readonly kind: 'not-enabled' }
  | { readonly kind: 'already-enabled' }
  | { readonly kind: 'token-rejected'; readonly detail: string }
  | ({ readonly kind: 'failure'; readonly mayHaveHappened: boolean } & Failure);

/** Types of errors with which Macie says that a call does not fit the state of things. */
export type Refusal = 'conflict' | 'invalid' | 'not-found' | 'quota';

export interface Call {
  /** `service:Operation` as IAM writes it, such as macie2:GetMacieSession. */
  readonly operation: string;
  readonly region: string;
}

export function failure(reason: Reason, detail: string, mayHaveHappened = false): ErrorMeaning {
  return { kind: 'failure', reason, detail, mayHaveHappened };
}
