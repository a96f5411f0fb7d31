import type { AccountClient } from '@aws-sdk/client-account';
import { Macie2Client, type Macie2ClientConfig } from '@aws-sdk/client-macie2';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';
import { VERSION } from '../core/version.ts';
import type { ClientOptions, CredentialsProvider } from './client-options.ts';
import { endpointConfig } from './endpoint-config.ts';
import type { EndpointSettings } from './endpoint-settings.ts';
import { once, perRegion } from './made-once.ts';
import { createNodeHandler, type RequestHandler } from './node-handler.ts';
import { nameHosts } from './request-host.ts';
import { sharedSettings, type SharedSettings } from './shared-settings.ts';

/** Every SDK client of the program, made when first asked for and kept. All share one set of connections and one credential provider. */
export interface Clients {
  readonly macieReader: (region: string) => Macie2Client;
  readonly macieWriter: (region: string) => Macie2Client;
  // Loaded when first used: a cold start does not pay for what its run does not need.
  readonly sns: (region: string) => Promise<SNSClient>;
  readonly eventBridge: () => Promise<EventBridgeClient>;
  readonly securityHub: (region: string) => Promise<SecurityHubClient>;
  readonly cloudtrail: (region: string) => Promise<CloudTrailClient>;
  readonly cloudwatch: (region: string) => Promise<CloudWatchClient>;
  readonly sts: () => Promise<STSClient>;
  readonly account: () => Promise<AccountClient>;
  readonly ssm: () => Promise<SSMClient>;
  readonly s3: () => Promise<S3Client>;
  readonly dynamodb: () => Promise<DynamoDBClient>;
  readonly organizations: () => Promise<OrganizationsClient>;
  /** Clients with other credentials. They share the connections of these, which end with `destroy` of these. */
  readonly withCredentials: (credentials: CredentialsProvider) => Clients;
  readonly destroy: () => void;
  /** For clients that only the command line has. */
  readonly configOf: (service: string) => ClientConfig;
}

export type ClientConfig = Pick<
  Macie2ClientConfig,
  'region' | 'credentials' | 'endpoint' | 'profile' | 'maxAttempts' | 'useFipsEndpoint' | 'useDualstackEndpoint'
> & {
  readonly requestHandler: RequestHandler;
};

const MAX_SOCKETS = 64;

export function createClients(options: ClientOptions): Clients {
  const { homeRegion, connectTimeoutMs = 2000, requestTimeoutMs = 5000, readAttempts = 4 } = options;
  const { profile, endpoints, createHandler = createNodeHandler } = options;
  const requestHandler = createHandler({
    connectionTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
    agent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  });
  nameHosts(requestHandler);
  const base = { requestHandler, ...(profile ? { profile } : {}) };
  return clientsOf({ base, homeRegion, readAttempts, endpoints, credentials: options.credentials?.(requestHandler) });
}

interface ClientBase {
  readonly base: Pick<ClientConfig, 'profile' | 'requestHandler'>;
  readonly homeRegion: string;
  readonly readAttempts: number;
  readonly endpoints: EndpointSettings | undefined;
  /** The SDK's own chain if left out. */
  readonly credentials: CredentialsProvider | undefined;
  /** Read by each client for itself, if left out. */
  readonly settings?: SharedSettings;
}

function clientsOf(parts: ClientBase): Clients {
  const { base, homeRegion, readAttempts, endpoints } = parts;
  // One provider for all: otherwise each client asks the credential chain (a file, a process, a metadata service) anew.
  let { credentials } = parts;
  const common = (service: string, region = homeRegion) => ({
    ...base,
    ...parts.settings,
    ...(endpoints ? endpointConfig(endpoints, service) : {}),
    region,
    credentials: (credentials ??= new Macie2Client({ ...base, region: homeRegion }).config.credentials),
    customUserAgent: [['macie-warden', VERSION]] as [string, string][],
    retryMode: 'adaptive',
    maxAttempts: readAttempts,
  });

  // The thousands of clients of other accounts do not read them again.
  const settings = once(() => sharedSettings(new Macie2Client({ ...base, region: homeRegion })));

  return {
    macieReader: perRegion((region) => new Macie2Client(common('macie2', region))),
    // A write is never sent again by itself: what it relies on is read anew before (`lib/app/enforce/send-write.ts`).
    macieWriter: perRegion(
      (region) => new Macie2Client({ ...common('macie2', region), retryMode: 'standard', maxAttempts: 1 }),
    ),
    ...loadedClients(common),
    withCredentials: (other) => clientsOf({ ...parts, credentials: other, settings: parts.settings ?? settings() }),
    destroy: () => base.requestHandler.destroy(),
    configOf: (service) => common(service),
  };
}

type ConfigOf = (service: string, region?: string) => ClientConfig & { readonly retryMode: string };

/** The clients that are loaded when they are first used. */
function loadedClients(common: ConfigOf) {
  // One client assumes the roles of all accounts: in adaptive mode, a few throttled calls would hold all others back to one in two seconds.
  const ofAllAccounts = (service: string) => ({ ...common(service), retryMode: 'standard' });
  return {
    sns: perRegion(async (region) => new (await import('@aws-sdk/client-sns')).SNSClient(common('sns', region))),
    cloudtrail: perRegion(
      async (region) => new (await import('@aws-sdk/client-cloudtrail')).CloudTrailClient(common('cloudtrail', region)),
    ),
    securityHub: perRegion(
      async (region) =>
        new (await import('@aws-sdk/client-securityhub')).SecurityHubClient(common('securityhub', region)),
    ),
    cloudwatch: perRegion(
      async (region) => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(common('cloudwatch', region)),
    ),
    eventBridge: once(
      async () => new (await import('@aws-sdk/client-eventbridge')).EventBridgeClient(common('eventbridge')),
    ),
    sts: once(async () => new (await import('@aws-sdk/client-sts')).STSClient(ofAllAccounts('sts'))),
    account: once(async () => new (await import('@aws-sdk/client-account')).AccountClient(common('account'))),
    ssm: once(async () => new (await import('@aws-sdk/client-ssm')).SSMClient(common('ssm'))),
    s3: once(
      async () => new (await import('@aws-sdk/client-s3')).S3Client({ ...common('s3'), followRegionRedirects: true }),
    ),
    dynamodb: once(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDBClient(common('dynamodb'))),
    organizations: once(
      async () =>
        new (await import('@aws-sdk/client-organizations')).OrganizationsClient(ofAllAccounts('organizations')),
    ),
  };
}
