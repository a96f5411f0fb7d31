import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, type Answer, type Desk } from './answer.ts';
import { Faults } from './faults.ts';
import { readRequest, sendReply, type Reply } from './http.ts';
import { keyOf, State, type Delivery, type MacieSession, type Place } from './state.ts';
import { EMPTY_WORLD, type World } from './world.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly world?: World;
  /** Added to every call. */
  readonly latencyMs?: number;
  readonly now?: () => Date;
  readonly onCall?: (call: SandboxCall) => void;
  readonly onDelivery?: (delivery: Delivery) => void;
}

/** One line of the call log. */
export interface SandboxCall {
  readonly seq: number;
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  readonly status: number;
  readonly errorCode: string | null;
  readonly userAgent: string;
  readonly roleSessionName: string | null;
}

export interface Sandbox {
  readonly url: string;
  readonly calls: readonly SandboxCall[];
  /** What each subscriber got. */
  readonly inbox: readonly Delivery[];
  /** The session as it is, whatever readings show. */
  readonly session: (place: Place) => MacieSession | undefined;
  /** Starts anew: state, faults, calls and inbox. */
  readonly reset: (world?: World) => void;
  readonly close: () => Promise<void>;
}

/** A local AWS on 127.0.0.1. It starts empty: no session is enabled, no topic is there. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, latencyMs = 0, now = () => new Date() } = options;
  const calls: SandboxCall[] = [];
  let desk = openDesk(options.world ?? EMPTY_WORLD, now);

  const server = createServer((message, response) => {
    const log = (answered: Answer, { status }: Reply): void => {
      const { errorCode, service, call } = answered;
      const { operation, accountId, region, request } = call;
      const userAgent = request.headers['user-agent'] ?? '';
      const roleSessionName = desk.state.roles.get(request.scope?.accessKeyId ?? '')?.sessionName ?? null;
      const entry = {
        seq: calls.length + 1,
        service,
        operation,
        accountId,
        region,
        status,
        errorCode,
        userAgent,
        roleSessionName,
      };
      calls.push(entry);
      options.onCall?.(entry);
    };
    const seen = desk.state.inbox.length;
    void serve({ message, response, desk, latencyMs, log }).then(() => {
      for (const delivery of desk.state.inbox.slice(seen)) options.onDelivery?.(delivery);
    });
  });
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
      return desk.state.inbox;
    },
    session: (place) => desk.state.sessions.get(keyOf(place)),
    reset: (world = EMPTY_WORLD) => {
      desk = openDesk(world, now);
      calls.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function openDesk(world: World, now: () => Date): Desk {
  return { state: new State(world, now()), faults: new Faults(world.faults), now };
}

interface Serving {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly desk: Desk;
  readonly latencyMs: number;
  readonly log: (answered: Answer, reply: Reply) => void;
}

async function serve({ message, response, desk, latencyMs, log }: Serving): Promise<void> {
  try {
    const answered = answer(await readRequest(message), desk);
    log(answered, answered.reply);
    const delayMs = latencyMs + answered.delayMs;
    if (delayMs > 0) await sleep(delayMs);
    switch (answered.ending) {
      case 'reply':
        return sendReply(response, answered.reply);
      case 'reset':
        message.socket.resetAndDestroy();
        return;
      case 'hang':
        // The client gives up, or the sandbox closes.
        return;
    }
  } catch (error) {
    const body = `The sandbox failed: ${error instanceof Error ? error.message : String(error)}\n`;
    sendReply(response, { status: 500, headers: { 'content-type': 'text/plain' }, body });
  }
}

/** The environment for a program that is to talk to the sandbox as this account. */
export function sandboxEnv({ url }: Pick<Sandbox, 'url'>, accountId = '111122223333'): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
