import { readFile } from 'node:fs/promises';
import { createClients, type Clients } from '../../../aws/clients.ts';
import { createReaders } from '../../../aws/documents.ts';
import type { NamedValue } from '../../../aws/shared-config.ts';
import { loadPolicy, type PolicyReaders } from '../../../policy/load.ts';
import type { LoadedPolicy } from '../../../policy/loaded-policy.ts';
import type { ValidatedPolicy } from '../../../policy/validated-policy.ts';
import type { ArchiveReader } from '../../archive/archived-runs.ts';
import type { HistoryStore } from '../../history/deps.ts';
import type { DoctorDeps } from '../../doctor/deps.ts';
import type { ScanDeps } from '../../scan/deps.ts';
import { clientsOfRole } from './clients-of-role.ts';
import { describeAccess, type AccessFacts } from './access-facts.ts';
import { resolveConnection, type ConnectionOptions } from './connection.ts';
import { createScanDeps, now, ownAccountId } from '../scan-deps.ts';

export interface CommandLineTools {
  readonly clients: Clients;
  readonly deps: ScanDeps;
  readonly readers: Pick<PolicyReaders, 'readParameter'>;
  readonly homeRegion: string;
}

/** AWS, as a command needs it. */
export interface CommandLineAws {
  readonly deps: ScanDeps;
  readonly loadPolicy: (source: string) => Promise<LoadedPolicy>;
  readonly validatePolicy: (source: string) => Promise<ValidatedPolicy>;
  readonly openArchive: (bucket: string) => Promise<ArchiveReader>;
  readonly openState: (table: string) => Promise<HistoryStore>;
  /** With which rights a command is about to write to a Region. Never rejects for the alias. */
  readonly describeAccess: (region: string, signal: AbortSignal) => Promise<AccessFacts>;
  /** The names of organizational units, as far as AWS Organizations gives them. Never rejects. */
  readonly unitNames: (units: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, string>>;
  /** For the commands that wire more than this. */
  readonly tools: CommandLineTools;
  /** The reads of an examination. `now`: the clock of this machine. */
  readonly doctorDeps: (machine: Pick<DoctorDeps, 'now' | 'nodeVersion'>) => Promise<DoctorDeps>;
  readonly homeRegion: NamedValue;
  readonly close: () => void;
}

/** Wires the clients of one command. `close` ends their connections. Throws a WardenError for settings that cannot be meant. */
export async function connectCommandLine(options: ConnectionOptions): Promise<CommandLineAws> {
  const connection = await resolveConnection(options);
  const own = createClients(connection.clientOptions);
  const clients = options.roleArn === undefined ? own : await clientsOfRole(options.roleArn, { clients: own, now });
  const deps = createScanDeps(clients);
  const readers = createReaders(clients, () => ownAccountId(deps));
  const validate = async (source: string): Promise<ValidatedPolicy> => {
    const { validatePolicy } = await import('../../../policy/validate.ts');
    return validatePolicy(source, { readers, now: deps.now() });
  };
  const openState = async (table: string): Promise<HistoryStore> => {
    const { createStateTable } = await import('../../../state/table.ts');
    const wait = (ms: number): Promise<void> => deps.wait(ms, new AbortController().signal);
    return createStateTable({ client: clients.dynamodb, table, wait });
  };
  return {
    deps,
    homeRegion: connection.homeRegion,
    loadPolicy: (source) => loadPolicy(source, readers),
    validatePolicy: validate,
    doctorDeps: async (machine) => {
      const { createDoctorDeps } = await import('../doctor/doctor-deps.ts');
      const homeRegion = connection.homeRegion.value;
      return createDoctorDeps({ clients, deps, homeRegion, openState, validatePolicy: validate, ...machine });
    },
    openState,
    openArchive: async (bucket) => {
      const { createArchivedReports } = await import('../../../state/archived-reports.ts');
      return createArchivedReports({ client: clients.s3, bucket });
    },
    unitNames: async (units, signal) => {
      const { unitNames } = await import('../../../aws/unit-names.ts');
      return unitNames(clients, { units, signal });
    },
    tools: { clients, deps, readers, homeRegion: connection.homeRegion.value },
    describeAccess: (region, signal) => describeAccess({ clients, connection, region, signal, deps }),
    close: own.destroy,
  };
}

const FILE_READERS: PolicyReaders = {
  readFile: (name) => readFile(name, 'utf8'),
  readParameter: needsAws,
  readObject: needsAws,
};

/** Loads a policy from a file. Needs no AWS. */
export function loadPolicyFile(path: string): Promise<LoadedPolicy> {
  return loadPolicy(path, FILE_READERS);
}

/** The same, with the warnings on it. */
export async function validatePolicyFile(path: string, now: Date): Promise<ValidatedPolicy> {
  const { validatePolicy } = await import('../../../policy/validate.ts');
  return validatePolicy(path, { readers: FILE_READERS, now });
}

function needsAws(): Promise<never> {
  return Promise.reject(new Error('it is not a file'));
}
