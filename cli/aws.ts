import type { Deps } from '../lib/app/deps.ts';
import type { LoadedPolicy } from '../lib/policy/load.ts';
import type { Io } from './io.ts';

/** AWS, as a command needs it. */
export interface Aws {
  readonly deps: Deps;
  readonly loadPolicy: (source: string) => Promise<LoadedPolicy>;
}

/** Makes the clients for one command and closes them after it. */
export async function withAws<T>({ env }: Pick<Io, 'env'>, work: (aws: Aws) => Promise<T>): Promise<T> {
  const [{ createClients }, { createReaders }, { createDeps }, { loadPolicy }] = await Promise.all([
    import('../lib/aws/clients.ts'),
    import('../lib/aws/documents.ts'),
    import('../lib/app/deps.ts'),
    import('../lib/policy/load.ts'),
  ]);
  const clients = createClients({ homeRegion: env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1' });
  const readers = createReaders(clients);
  try {
    return await work({ deps: createDeps(clients), loadPolicy: (source) => loadPolicy(source, readers) });
  } finally {
    clients.destroy();
  }
}
