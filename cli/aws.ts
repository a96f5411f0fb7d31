import type { Store } from '../lib/state/table.ts';
import type { Clients } from '../lib/aws/clients.ts';
import type { Deps } from '../lib/app/wiring/deps.ts';
import type { LoadedPolicy } from '../lib/policy/load.ts';
import { errorFacts } from '../lib/aws/error-facts.ts';
import { UsageError, type Io } from './io.ts';

/** AWS, as a command needs it. */
export interface Aws {
  readonly clients: Clients;
  readonly deps: Deps;
  readonly loadPolicy: (source: string) => Promise<LoadedPolicy>;
}

/** The same, with the table in which the stack remembers. */
export async function withStore<T>(
  io: Pick<Io, 'env'>,
  { table, work }: { table: string; work: (tools: { store: Store; deps: Deps }) => Promise<T> },
): Promise<T> {
  const { createStore } = await import('../lib/state/table.ts');
  return withAws(io, async ({ deps, clients }) => {
    const wait = (ms: number): Promise<void> => deps.wait(ms, new AbortController().signal);
    return work({ deps, store: createStore({ client: clients.dynamodb, table, wait }) }).catch((error: unknown) => {
      const { name, message } = errorFacts(error);
      if (name === 'ResourceNotFoundException')
        throw new UsageError(
          `--table ${table}: there is no such table in this account and Region. --table and AWS_REGION say which`,
        );
      if (name === 'AccessDeniedException') throw new UsageError(`--table ${table}: it may not be read: ${message}`);
      throw error;
    });
  });
}

/** Makes the clients for one command and closes them after it. */
export async function withAws<T>({ env }: Pick<Io, 'env'>, work: (aws: Aws) => Promise<T>): Promise<T> {
  const [{ createClients }, { createReaders }, { createDeps }, { loadPolicy }] = await Promise.all([
    import('../lib/aws/clients.ts'),
    import('../lib/aws/documents.ts'),
    import('../lib/app/wiring/deps.ts'),
    import('../lib/policy/load.ts'),
  ]);
  const clients = createClients({ homeRegion: env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1' });
  const readers = createReaders(clients);
  try {
    return await work({ clients, deps: createDeps(clients), loadPolicy: (source) => loadPolicy(source, readers) });
  } finally {
    clients.destroy();
  }
}
