import { createServer, type Server } from 'node:http';
import { createBackend } from './backend.ts';
import type { SandboxCall } from './call-log.ts';
import { dispatch, type Observers } from './dispatch.ts';
import { respond } from './respond.ts';
import { settle } from '../services/macie2/members/relationship.ts';
import type { TrailRecord } from '../services/trail.ts';
import type { MacieSession } from '../worlds/macie-session.ts';
import type { Target } from '../worlds/target.ts';
import type { Delivery } from '../worlds/topics.ts';
import { DEFAULT_HUB, hubOf } from '../worlds/organization/hub.ts';
import { EMPTY_WORLD } from '../worlds/world.ts';
import type { World } from '../worlds/world-schema.ts';

export interface SandboxOptions extends Observers {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly world?: World;
  /** Added to the delay of every answer. */
  readonly latencyMs?: number;
  readonly now?: () => Date;
  /** The number of calls and of CloudTrail records to keep; all by default. */
  readonly historyLimit?: number;
}

export interface Sandbox {
  readonly url: string;
  /** The account that the printed keys are of: in an organization the hub of macie-warden. */
  readonly hub: string;
  readonly calls: readonly SandboxCall[];
  /** The messages delivered to subscribers. */
  readonly inbox: readonly Delivery[];
  /** The stored session, even where reads still return an older one. */
  readonly session: (target: Target) => MacieSession | undefined;
  /** ARNs. */
  readonly topics: readonly string[];
  /** Names. */
  readonly tables: readonly string[];
  /** The records of CloudTrail, oldest first. */
  readonly trail: readonly TrailRecord[];
  /** Replaces the world, the faults, the calls and the inbox. */
  readonly reset: (world?: World) => void;
  readonly close: () => Promise<void>;
}

/** Starts a local AWS on 127.0.0.1. Without a world it is empty: no Macie session, no topic. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, latencyMs = 0, now = () => new Date(), historyLimit = Infinity } = options;
  const calls: SandboxCall[] = [];
  let backend = createBackend(options.world ?? EMPTY_WORLD, now);
  const server = createServer(
    (message, response) =>
      void respond({
        message,
        response,
        latencyMs,
        handle: (request) => dispatch(request, { backend, calls, observers: options, historyLimit }),
      }),
  );
  const url = await listen(server, port);

  return {
    url,
    get hub() {
      return hubOf(backend.world);
    },
    calls,
    get inbox() {
      return backend.state.inbox;
    },
    session: (target) => {
      settle({ state: backend.state, region: target.region, now: now() }, target.accountId);
      return backend.state.sessions.get(target);
    },
    get topics() {
      return [...backend.state.topics.keys()];
    },
    get tables() {
      return backend.world.tables;
    },
    get trail() {
      return backend.state.trail;
    },
    reset: (world = EMPTY_WORLD) => {
      backend = createBackend(world, now);
      calls.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Resolves with the URL of the server. */
async function listen(server: Server, port: number): Promise<string> {
  // Clients keep connections open; a server that closes one first would cause errors that no fault asked for.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
}

/** The environment variables that point an AWS SDK at the sandbox, as this account. */
export function sandboxEnv(
  { url, hub = DEFAULT_HUB }: Pick<Sandbox, 'url'> & Partial<Pick<Sandbox, 'hub'>>,
  accountId = hub,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Overrides what a shell may have set for the real AWS: a profile would win over the keys above. Empty counts as unset.
    AWS_PROFILE: '',
    AWS_SESSION_TOKEN: '',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    AWS_USE_DUALSTACK_ENDPOINT: 'false',
    AWS_USE_FIPS_ENDPOINT: 'false',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
