import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { createClients, type Clients } from '../../aws/clients.ts';
import { createReaders } from '../../aws/documents.ts';
import { loadPolicy } from '../../policy/load.ts';
import type { CheckDeps } from '../check/deps.ts';
import { errorText } from '../run/attempt.ts';
import { createChannelTest } from './channel-test.ts';
import { channelAccess } from './channels.ts';
import type { Environment } from './environment.ts';
import { logRun } from './log.ts';
import { measureAudience, measureRun } from './metrics.ts';
import { createPublisher } from './publisher.ts';
import { reportArchive } from './report-archive.ts';
import { createScanDeps, ownAccountId, repeatEvery } from './scan-deps.ts';

export interface Sinks {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clients?: Clients;
}

/** The dependencies of the handler `check` at cold start: all but the deadline of an invocation. */
export type HandlerDeps = Omit<CheckDeps, 'deadline'>;

/** Wires SDK clients, SNS, the log and the metrics to the handlers. */
export function createCheckDeps(environment: Environment, sinks: Sinks): HandlerDeps {
  const { homeRegion, policySource, remediation, stateTable, reportBucket, accountName } = environment;
  const { logger, metrics, clients = createClients({ homeRegion }) } = sinks;
  const scanDeps = createScanDeps(clients);
  const owner = (): Promise<string> => ownAccountId(scanDeps);
  const readers = createReaders(clients, owner);
  const wait = (ms: number): Promise<void> => scanDeps.wait(ms, new AbortController().signal);
  const access = channelAccess(environment, {
    clients,
    readParameter: readers.readParameter,
    wait: scanDeps.wait,
    now: scanDeps.now,
  });
  return {
    ...scanDeps,
    loadPolicy: () => loadPolicy(policySource, readers),
    ceiling: remediation,
    openState:
      stateTable === null
        ? null
        : async () => {
            const { createStateTable } = await import('../../state/table.ts');
            return createStateTable({ client: clients.dynamodb, table: stateTable, wait });
          },
    archive: reportBucket === null ? undefined : reportArchive(reportBucket, { clients, homeRegion, owner }),
    ...createPublisher(access, { logger, accountName }),
    testChannels: createChannelTest(access, { logger, accountName }),
    repeatEvery,
    warn: (message, error) => logger.warn(message, { error: errorText(error) }),
    recordRun: (result) => {
      logRun(result, logger);
      measureRun(result, { metrics, now: scanDeps.now() });
    },
    recordAudience: (audience) => measureAudience(audience, metrics),
    logReport: (report) => logger.error('the report could not be published; this is all of it', { report }),
  };
}
