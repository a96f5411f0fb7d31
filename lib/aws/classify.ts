import { deniedBy } from './denials.ts';
import { errorFacts, type ErrorFacts } from './error-facts.ts';
import { failure, type Call, type ErrorMeaning, type Refusal } from './error-meaning.ts';
import { kmsProblem, type KmsProblem } from './kms.ts';
import { networkFailure } from './network.ts';
import { serviceState } from './service-state.ts';

/** The problem of a KMS key, in a sentence; null if the error is not of one. */
export function classifyKeyError(error: unknown): KmsProblem | null {
  return kmsProblem(errorFacts(error));
}

/** The only place that reads the name of an SDK error. Type and text decide; the HTTP status only when there is no type. */
export function classifyError(error: unknown, call: Call): ErrorMeaning {
  const facts = errorFacts(error);
  return (
    credentialsFailure(facts, call) ??
    networkFailure(facts, call) ??
    tokenRejection(facts, call) ??
    throttling(facts, call) ??
    serviceState(facts, call) ??
    kmsFailure(facts, call) ??
    accessDenied(facts, call) ??
    serviceFailure(facts, call) ??
    badResponse(facts, call)
  );
}

const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ['ConflictException', 'conflict'],
  ['ResourceNotFoundException', 'not-found'],
  ['ServiceQuotaExceededException', 'quota'],
  ['ValidationException', 'invalid'],
]);

/** The rule of the service that a call broke; null if the error is of another type. */
export function classifyRefusal(error: unknown): Refusal | null {
  return REFUSALS.get(errorFacts(error).name) ?? null;
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

/** Before the network: a credentials provider that could not connect has the code of its connection as its cause. */
function credentialsFailure(facts: ErrorFacts, { operation }: Call): ErrorMeaning | null {
  if (!BAD_CREDENTIALS.has(facts.name)) return null;
  return failure('credentials', `${operation}: ${facts.name}: ${facts.message}`);
}

function tokenRejection(facts: ErrorFacts, { operation }: Call): ErrorMeaning | null {
  const isRejected =
    REJECTED.has(facts.name) || facts.message.includes('security token included in the request is invalid');
  return isRejected ? { kind: 'token-rejected', detail: `${operation}: ${facts.name}: ${facts.message}` } : null;
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

/** A key that is denied is a denial like others. */
function kmsFailure(facts: ErrorFacts, { operation, region }: Call): ErrorMeaning | null {
  const problem = kmsProblem(facts);
  if (problem === null || problem.kind === 'denied') return null;
  const reason = problem.kind === 'throttled' ? 'throttled' : 'service-error';
  return failure(reason, `${operation} in ${region} failed: ${problem.advice} (${facts.name}: ${facts.message})`);
}

const DENIALS = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
]);

function accessDenied(facts: ErrorFacts, call: Call): ErrorMeaning | null {
  const isDenied = DENIALS.has(facts.name) || (facts.isUntyped && (facts.status === 403 || facts.status === 401));
  if (!isDenied) return null;
  const { operation } = call;
  const detail = facts.message || `${placeText(facts, call)} answered HTTP ${facts.status} without an error type`;
  if (operation === 'sts:AssumeRole') return failure('assume-role-denied', detail);
  return failure('access-denied', `${operation} was denied${deniedBy(facts.message)}: ${detail}`);
}

function serviceFailure(facts: ErrorFacts, { operation, region }: Call): ErrorMeaning | null {
  const isServerSide = (facts.status ?? 0) >= 500;
  if (!isServerSide && (facts.isUntyped || facts.isOurs || facts.name === 'ResourceNotFoundException')) return null;
  const detail = facts.isOurs ? 'the body was not what the API promises' : `${facts.name}: ${facts.message}`;
  const host = facts.isUntyped || facts.isOurs ? hostText(facts) : '';
  const status = facts.status === null ? '' : ` (HTTP ${facts.status}${host})`;
  return failure('service-error', `${operation} in ${region} failed${status}: ${detail}`, isServerSide);
}

function badResponse(facts: ErrorFacts, { operation, region }: Call): ErrorMeaning {
  const cause = [facts.name, facts.message].filter(Boolean).join(': ');
  const detail =
    facts.status === null
      ? `${operation} in ${region} failed before an answer of AWS could be read: ${cause}`
      : `${operation} in ${region} answered with something else than the API promises (HTTP ${facts.status}${hostText(facts)}): ${cause}`;
  return failure('bad-response', detail, true);
}

/** An answer that is none of AWS may be that of something in between. */
function hostText({ host }: ErrorFacts): string {
  return host === null ? '' : ` from ${host}`;
}

function placeText({ host }: ErrorFacts, { region }: Call): string {
  return `${host ?? 'the endpoint'} in ${region}`;
}
