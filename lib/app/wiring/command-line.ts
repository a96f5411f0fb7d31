import { createClients } from '../../aws/clients.ts';
import { createReaders } from '../../aws/documents.ts';
import { loadPolicy } from '../../policy/load.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';
import type { ValidatedPolicy } from '../../policy/validate.ts';
import type { StateStore } from '../run/deps.ts';
import type { ScanDeps } from '../scan/deps.ts';
import { createScanDeps } from './scan-deps.ts';

/** AWS, as a command needs it. */
export interface CommandLineAws {
  readonly deps: ScanDeps;
  readonly loadPolicy: (source: string) => Promise<LoadedPolicy>;
  readonly validatePolicy: (source: string) => Promise<ValidatedPolicy>;
  readonly openState: (table: string) => Promise<StateStore>;
  readonly close: () => void;
}

/** Wires the clients of one command. `close` ends their connections. */
export function connectCommandLine({ homeRegion }: { readonly homeRegion: string }): CommandLineAws {
  const clients = createClients({ homeRegion });
  const readers = createReaders(clients);
  const deps = createScanDeps(clients);
  return {
    deps,
    loadPolicy: (source) => loadPolicy(source, readers),
    validatePolicy: async (source) => {
      const { validatePolicy } = await import('../../policy/validate.ts');
      return validatePolicy(source, { readers, now: deps.now() });
    },
    openState: async (table) => {
      const { createStateTable } = await import('../../state/table.ts');
      const wait = (ms: number): Promise<void> => deps.wait(ms, new AbortController().signal);
      return createStateTable({ client: clients.dynamodb, table, wait });
    },
    close: clients.destroy,
  };
}
