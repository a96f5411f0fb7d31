import type { AwsError } from './errors.ts';
import type { Reply, Request } from './http.ts';
import type { State } from '../worlds/state.ts';

/** One call of one operation, with its caller and Region. */
export interface Call {
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  readonly callerArn: string;
  readonly request: Request;
  readonly state: State;
  readonly now: Date;
}

/** A service of the sandbox: its operations, and the protocol that reads requests and writes replies. */
export interface Service {
  /** The name in IAM actions, and in SigV4 scopes, unless the registry has another. */
  readonly name: string;
  readonly operationOf: (request: Request) => string | null;
  /** The Regions that offer the service; all of them by default. */
  readonly regions?: readonly string[];
  /** A resource that may belong to another account. Denials name it, and faults can match its account. */
  readonly resourceOf?: (request: Request) => { readonly arn: string; readonly accountId: string } | null;
  /** The IAM actions of operations that have another name. */
  readonly actions?: Readonly<Record<string, string>>;
  /** The member that a call is about; faults can match it. */
  readonly memberOf?: (request: Request) => string | null;
  /** The field that continues a list, in requests and replies; `NextToken` by default. */
  readonly tokenField?: 'nextToken';
  readonly operations: Readonly<Record<string, (call: Call) => unknown>>;
  /** Does a server behind the sandbox answer the operation? `success` is then only the base that faults alter. */
  readonly isForwarded?: (operation: string) => boolean;
  readonly success: (result: unknown, call: Call) => Reply;
  readonly failure: (error: AwsError, request: Request) => Reply;
  /** The service's own codes for the errors that every service has. */
  readonly errorCodes: {
    readonly denied: string;
    readonly badToken: string;
    readonly expired: string;
    readonly throttled: string;
    readonly internal: string;
  };
}

export const JSON_ERRORS: Service['errorCodes'] = {
  denied: 'AccessDeniedException',
  badToken: 'UnrecognizedClientException',
  expired: 'ExpiredTokenException',
  throttled: 'ThrottlingException',
  internal: 'InternalServerException',
};

export const XML_ERRORS: Service['errorCodes'] = {
  denied: 'AccessDenied',
  badToken: 'InvalidClientTokenId',
  expired: 'ExpiredToken',
  throttled: 'Throttling',
  internal: 'InternalFailure',
};
