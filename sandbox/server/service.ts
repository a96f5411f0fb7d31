import type { AwsError } from './errors.ts';
import type { Reply, Request } from './http.ts';
import type { State } from '../worlds/state.ts';

/** One call of one operation, by whom and where. */
export interface Call {
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  readonly callerArn: string;
  readonly request: Request;
  readonly state: State;
  readonly now: Date;
}

/** A service of the sandbox: which operation a request is, what each does, and how its protocol says so. */
export interface Service {
  /** As SigV4 and IAM write it. */
  readonly name: string;
  readonly operationOf: (request: Request) => string | null;
  /** The Regions that have it; every one if left out. */
  readonly regions?: readonly string[];
  /** What the call is about, if that is not the caller's own: told in denials, and faults can match its account. */
  readonly resourceOf?: (request: Request) => { readonly arn: string; readonly accountId: string } | null;
  readonly operations: Readonly<Record<string, (call: Call) => unknown>>;
  /** The answer comes from elsewhere: `success` is only what is logged if a fault strikes. */
  readonly isForwarded?: true;
  readonly success: (result: unknown, call: Call) => Reply;
  readonly failure: (error: AwsError) => Reply;
  /** What this service calls the errors that every service has. */
  readonly errorCodes: {
    readonly denied: string;
    readonly badToken: string;
    readonly throttled: string;
    readonly internal: string;
  };
}

export const JSON_ERRORS: Service['errorCodes'] = {
  denied: 'AccessDeniedException',
  badToken: 'UnrecognizedClientException',
  throttled: 'ThrottlingException',
  internal: 'InternalServerException',
};

export const XML_ERRORS: Service['errorCodes'] = {
  denied: 'AccessDenied',
  badToken: 'InvalidClientTokenId',
  throttled: 'Throttling',
  internal: 'InternalFailure',
};
