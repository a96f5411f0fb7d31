import type { Macie2Client } from '@aws-sdk/client-macie2';
import type { EndpointSettings } from './endpoint-settings.ts';
import type { HandlerOptions, RequestHandler } from './node-handler.ts';

export type CredentialsProvider = Macie2Client['config']['credentials'];

export interface ClientOptions {
  /** Where calls go that belong to no Region of the policy: STS, SSM, S3, Account Management. */
  readonly homeRegion: string;
  /** One attempt of one call. Two of them and the waits between stay under `CALL_BUDGET_MS`. */
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  readonly readAttempts?: number;
  /** The profile of the AWS configuration files; that of the environment if left out. */
  readonly profile?: string;
  /** Which endpoints are called; the environment decides if left out. */
  readonly endpoints?: EndpointSettings;
  readonly createHandler?: (options: HandlerOptions) => RequestHandler;
  /** The SDK's own chain if left out. */
  readonly credentials?: (requestHandler: RequestHandler) => CredentialsProvider;
}
