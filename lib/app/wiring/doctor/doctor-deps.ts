import type { Clients } from '../../../aws/clients.ts';
import { whyFailed } from '../../../aws/explain-error.ts';
import type { Lookup } from '../../../core/lookup.ts';
import type { ValidatedPolicy } from '../../../policy/validated-policy.ts';
import type { DoctorDeps } from '../../doctor/deps.ts';
import { RUNS_TO_JUDGE } from '../../run/freshness.ts';
import type { HistoryStore } from '../../history/deps.ts';
import type { ScanDeps } from '../../scan/deps.ts';
import { createInspector } from './inspector.ts';

interface DoctorWiring {
  readonly clients: Clients;
  readonly deps: ScanDeps;
  readonly homeRegion: string;
  readonly openState: (table: string) => Promise<HistoryStore>;
  readonly validatePolicy: (source: string) => Promise<ValidatedPolicy>;
  /** The clock of the person. */
  readonly now: () => Date;
  readonly nodeVersion: string;
}

/** Wires an examination. */
export function createDoctorDeps({
  clients,
  deps,
  homeRegion,
  openState,
  validatePolicy,
  now,
  nodeVersion,
}: DoctorWiring): DoctorDeps {
  const query = async <T>(read: () => Promise<T>): Promise<Lookup<T>> => {
    try {
      return { kind: 'known', value: await read() };
    } catch (error) {
      return { kind: 'unknown', why: await whyFailed(error, { operation: 'dynamodb:Query', region: homeRegion }) };
    }
  };
  return {
    ...deps,
    now,
    inspect: createInspector(clients, { now, homeRegion, readMs: deps.limits.callBudgetMs }),
    validatePolicy,
    readRuns: (table) => query(async () => (await openState(table)).lastRuns(RUNS_TO_JUDGE)),
    openAccounts: (table) => query(async () => (await openState(table)).openAccounts()),
    nodeVersion,
  };
}
