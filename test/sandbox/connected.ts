import type { ClientOptions } from '../../lib/aws/client-options.ts';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { useSandbox } from './environment.ts';

export interface Connected {
  readonly sandbox: Sandbox;
  readonly clients: Clients;
  readonly close: () => Promise<void>;
}

const ONE_TRY: Partial<ClientOptions> = { readAttempts: 1, requestTimeoutMs: 10_000 };

/** A sandbox for the tests of a file, and clients for it. */
export async function connectSandbox(options = ONE_TRY): Promise<Connected> {
  const sandbox = await startSandbox();
  useSandbox(sandbox);
  const clients = createClients({ homeRegion: 'us-east-1', ...options });
  const close = async (): Promise<void> => {
    clients.destroy();
    await sandbox.close();
  };
  return { sandbox, clients, close };
}
