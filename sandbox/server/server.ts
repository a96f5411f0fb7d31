import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, type Answer } from './answer.ts';
import { createBackend } from './backend.ts';
import { callOf, type SandboxCall } from './call-log.ts';
import { slackPost } from '../stack/slack.ts';
import { readRequest, sendReply, type Request } from './http.ts';
import { keyOf, type Place } from '../worlds/place.ts';
import type { Delivery } from '../worlds/topics.ts';
import type { MacieSession } from '../worlds/macie-session.ts';
import type { TrailRecord } from '../services/trail.ts';
import { EMPTY_WORLD, type World } from '../worlds/world.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly world?: World;
  /** Added to every call. */
  readonly latencyMs?: number;
  readonly now?: () => Date;
  readonly onCall?: (call: SandboxCall) => void;
  readonly onDelivery?: (delivery: Delivery) => void;
  /** Called with what CloudTrail records, after the call has been answered. */
  readonly onRecord?: (record: TrailRecord) => void;
}

export interface Sandbox {
  readonly url: string;
  readonly calls: readonly SandboxCall[];
  /** What each subscriber got. */
  readonly inbox: readonly Delivery[];
  /** The session as it is, whatever readings show. */
  readonly session: (place: Place) => MacieSession | undefined;
  /** The ARNs of the topics, and the names of the tables. */
  readonly topics: readonly string[];
  readonly tables: readonly string[];
  /** What CloudTrail has recorded, oldest first. */
  readonly trail: readonly TrailRecord[];
  /** Starts anew: state, faults, calls and inbox. */
  readonly reset: (world?: World) => void;
  readonly close: () => Promise<void>;
}

/** A local AWS on 127.0.0.1. It starts empty: no session is enabled, no topic is there. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, latencyMs = 0, now = () => new Date() } = options;
  const calls: SandboxCall[] = [];
  let backend = createBackend(options.world ?? EMPTY_WORLD, now);

  const handle = async (request: Request): Promise<Answer> => {
    if (request.path.startsWith('/slack/')) return playSlack(request);
    const { inbox, trail } = backend.state;
    const [delivered, recorded] = [inbox.length, trail.length];
    const decided = answer(request, backend);
    const answered = decided.isForwarded ? { ...decided, reply: await backend.dynamo.forward(request) } : decided;
    const call = { seq: calls.length + 1, ...callOf(answered, backend) };
    calls.push(call);
    options.onCall?.(call);
    for (const delivery of inbox.slice(delivered)) options.onDelivery?.(delivery);
    for (const record of trail.slice(recorded)) options.onRecord?.(record);
    return answered;
  };
  const playSlack = (request: Request): Answer => {
    const posted = slackPost(request);
    if (posted.delivery) {
      backend.state.inbox.push(posted.delivery);
      options.onDelivery?.(posted.delivery);
    }
    return posted.answer;
  };
  const server = createServer((message, response) => void serve({ message, response, latencyMs, handle }));
  // Clients keep connections open; closing one under a client looks like a fault that nobody asked for.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;

  return {
    url,
    calls,
    get inbox() {
      return backend.state.inbox;
    },
    session: (place) => backend.state.sessions.get(keyOf(place)),
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
      void backend.dynamo.close();
      backend = createBackend(world, now);
      calls.length = 0;
    },
    close: async () => {
      await backend.dynamo.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Serving {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly latencyMs: number;
  readonly handle: (request: Request) => Promise<Answer>;
}

async function serve({ message, response, latencyMs, handle }: Serving): Promise<void> {
  try {
    const { reply, delayMs, ending } = await handle(await readRequest(message));
    // An answer still to come does not keep a program that is done from ending.
    if (latencyMs + delayMs > 0) await sleep(latencyMs + delayMs, undefined, { ref: false });
    switch (ending) {
      case 'reply':
        return sendReply(response, reply);
      case 'reset':
        message.socket.resetAndDestroy();
        return;
      case 'hang':
        // The client gives up, or the sandbox closes.
        return;
    }
  } catch (error) {
    if (message.destroyed && !message.complete) return;
    const body = `The sandbox failed: ${error instanceof Error ? error.message : String(error)}\n`;
    sendReply(response, { status: 500, headers: { 'content-type': 'text/plain' }, body });
  }
}

/** The environment for a program that uses an AWS SDK, to talk to the sandbox as this account. */
export function sandboxEnv({ url }: Pick<Sandbox, 'url'>, accountId = '111122223333'): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    // What a shell may have set for the real AWS. A profile beats the keys above; empty is as good as not there.
    AWS_PROFILE: '',
    AWS_SESSION_TOKEN: '',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    AWS_USE_DUALSTACK_ENDPOINT: 'false',
    AWS_USE_FIPS_ENDPOINT: 'false',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
