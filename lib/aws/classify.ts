import { MACIE_REGIONS } from '../core/regions.ts';
import type { Failure, Reason } from '../core/observation.ts';
import { errorFacts, type ErrorFacts } from './error-facts.ts';

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

export interface Call {
  /** `service:Operation` as IAM writes it, such as macie2:GetMacieSession. */
  readonly operation: string;
  readonly region: string;
}

/** The only place that reads the name of an SDK error. Type and text decide; the HTTP status only when there is no type. */
export function classifyError(error: unknown, call: Call): ErrorMeaning {
  const facts = errorFacts(error);
  return (
    networkFailure(facts, call) ??
    tokenFailure(facts, call) ??
    throttling(facts, call) ??
    macieState(facts) ??
    accessDenied(facts, call) ??
    serviceFailure(facts, call) ??
    badResponse(facts, call)
  );
}

const failure = (reason: Reason, detail: string, mayHaveHappened = false): ErrorMeaning => ({
  kind: 'failure',
  reason,
  detail,
  mayHaveHappened,
});

const CONNECTION_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENETUNREACH', 'EHOSTUNREACH', 'EAI_AGAIN']);
const TIMEOUT_NAMES = new Set(['TimeoutError', 'AbortError', 'RequestTimeout', 'RequestTimeoutException']);

/** Codes before names: the SDK calls a reset connection TimeoutError with code ECONNRESET. */
function networkFailure(facts: ErrorFacts, { operation, region }: Call): ErrorMeaning | null {
  if (facts.code === 'ENOTFOUND') {
    const offered: readonly string[] = MACIE_REGIONS;
    return operation.startsWith('macie2:') && !offered.includes(region)
      ? failure('region-unsupported', `there is no Macie endpoint in ${region}: take the Region out of the policy`)
      : failure('network', `the name of the ${operation} endpoint in ${region} could not be resolved: check DNS`);
  }
  if (facts.code !== null && CONNECTION_CODES.has(facts.code)) {
    return failure('network', `${operation} in ${region}: the connection failed (${facts.code})`, true);
  }
  if (facts.code === 'ETIMEDOUT' || TIMEOUT_NAMES.has(facts.name)) {
    return failure('timeout', `${operation} in ${region} gave no answer in time`, true);
  }
  return null;
}

const REJECTED = new Set(['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidClientTokenIdException']);
const BAD_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'TokenProviderError',
]);

function tokenFailure(facts: ErrorFacts, { operation }: Call): ErrorMeaning | null {
  const text = `${operation}: ${facts.name}: ${facts.message}`;
  if (BAD_CREDENTIALS.has(facts.name)) return failure('credentials', text);
  const isRejected =
    REJECTED.has(facts.name) || facts.message.includes('security token included in the request is invalid');
  return isRejected ? { kind: 'token-rejected', detail: text } : null;
}

const THROTTLES = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
]);

function throttling(facts: ErrorFacts, { operation, region }: Call): ErrorMeaning | null {
  if (!THROTTLES.has(facts.name) && !(facts.isUntyped && facts.status === 429)) return null;
  return failure('throttled', `${operation} in ${region} was throttled, retries included`);
}

function macieState(facts: ErrorFacts): ErrorMeaning | null {
  if (facts.name === 'AccessDeniedException' && /macie is not enabled/i.test(facts.message))
    return { kind: 'not-enabled' };
  if (facts.name === 'ConflictException' && /already been enabled/i.test(facts.message))
    return { kind: 'already-enabled' };
  return null;
}

const DENIALS = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
]);

function accessDenied(facts: ErrorFacts, { operation }: Call): ErrorMeaning | null {
  const isDenied = DENIALS.has(facts.name) || (facts.isUntyped && (facts.status === 403 || facts.status === 401));
  if (!isDenied) return null;
  const said = facts.message || `HTTP ${facts.status} without an error type`;
  if (operation === 'sts:AssumeRole') return failure('assume-role-denied', said);
  return failure('access-denied', `${operation} was denied${deniedBy(facts.message)}: ${said}`);
}

/** AWS ends its denials with the kind of policy that decided. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function deniedBy(message: string): string {
  const found =
    /explicit deny in an? ([a-z -]*policy)/i.exec(message) ?? /because no ([a-z -]*policy) allows/i.exec(message);
  if (!found?.[1]) return '';
  return message.includes('explicit deny') ? ` by a ${found[1]}` : ` because no ${found[1]} allows it`;
}

function serviceFailure(facts: ErrorFacts, { operation, region }: Call): ErrorMeaning | null {
  const isServerSide = (facts.status ?? 0) >= 500;
  if (!isServerSide && (facts.isUntyped || facts.isOurs || facts.name === 'ResourceNotFoundException')) return null;
  const said = facts.isOurs ? 'the body was not what the API promises' : `${facts.name}: ${facts.message}`;
  const status = facts.status === null ? '' : ` (HTTP ${facts.status})`;
  return failure('service-error', `${operation} in ${region} failed${status}: ${said}`, isServerSide);
}

function badResponse(facts: ErrorFacts, { operation, region }: Call): ErrorMeaning {
  const status = facts.status === null ? '' : ` (HTTP ${facts.status})`;
  return failure(
    'bad-response',
    `${operation} in ${region} answered with something else than the API promises${status}: ${facts.name}: ${facts.message}`,
    true,
  );
}
