import { createClients } from '../../aws/clients.ts';
import { unitNames } from '../../aws/unit-names.ts';
import { WardenError } from '../../core/errors.ts';
import { createRunObjects } from '../../state/run-objects.ts';
import { createStateTable } from '../../state/table.ts';
import type { StepDeps } from '../machine/deps.ts';
import { createCheckDeps, type Sinks } from './check-deps.ts';
import type { Environment } from './environment.ts';
import { ownAccountId } from './scan-deps.ts';

/** CloudTrail answers two lookups a second in each account and Region: the drifts of some thousand accounts have no time for a lookup each. */
const TRAILS_MS = 120_000;

/** Wires a step of the state machine: as `check`, with the objects of the run. Throws a WardenError if the stack has no place for them. */
export function createStepDeps(environment: Environment, sinks: Sinks): Omit<StepDeps, 'deadline'> {
  const { homeRegion, stateTable, archiveBucket } = environment;
  const missing = [
    ...(stateTable === null ? ['STATE_TABLE'] : []),
    ...(archiveBucket === null ? ['ARCHIVE_BUCKET'] : []),
  ];
  if (stateTable === null || archiveBucket === null)
    throw new WardenError(
      'environment',
      `${missing.join(', ')}: a step of the state machine needs it. Deploy with --param organization=on`,
    );
  const clients = sinks.clients ?? createClients({ homeRegion });
  const deps = createCheckDeps(environment, { ...sinks, clients });
  const wait = (ms: number): Promise<void> => deps.wait(ms, new AbortController().signal);
  const runObjects = createRunObjects({ client: clients.s3, bucket: archiveBucket, owner: () => ownAccountId(deps) });
  return {
    ...deps,
    bucket: archiveBucket,
    runObjects,
    trailsMs: TRAILS_MS,
    openOrganizationStore: () =>
      Promise.resolve(createStateTable({ client: clients.dynamodb, table: stateTable, wait })),
    unitNames: (units, signal) => unitNames(clients, { units, signal }),
  };
}
