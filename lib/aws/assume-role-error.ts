import type { Failure } from '../core/observation.ts';

/** A role that could not be assumed. It keeps an account from being read, and no other account. */
export class AssumeRoleError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options: ErrorOptions) {
    super(failure.detail, options);
    this.name = 'CredentialsProviderError';
    this.failure = failure;
  }
}
