import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { createClients, type Clients } from '../../aws/clients.ts';
import type { Caller } from '../../aws/identity.ts';
import { createReaders } from '../../aws/documents.ts';
import type { Item } from '../../core/alerts/model.ts';
import type { Report } from '../../core/compliance/report.ts';
import { loadPolicy } from '../../policy/load.ts';
import type { CheckDeps } from '../check/check-contract.ts';
import { publishTo } from '../../publish/channels.ts';
import { channelsOf } from './channels.ts';
import { createDeps } from './deps.ts';
import type { Environment } from './environment.ts';
import { measureItems, measureReport, measureTold } from './metrics.ts';

interface Sinks {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clients?: Clients;
}

/** The composition root of the handler: SDK clients, SNS, the log and the metrics behind `CheckDeps`. */
export function createCheckDeps(environment: Environment, sinks: Sinks): CheckDeps {
  const { homeRegion, policySource, remediation, stateTable } = environment;
  const { logger, metrics, clients = createClients({ homeRegion }) } = sinks;
  const readers = createReaders(clients);
  const deps = createDeps(clients);
  const wait = (ms: number): Promise<void> => deps.wait(ms, new AbortController().signal);
  let caller: Caller | undefined;
  // As it stands when the run ends, well or not: a metric is given once per run.
  let items: readonly Item[] = [];
  const measure = (): void => measureItems(items, { metrics, now: deps.now() });
  return {
    ...deps,
    openStore:
      stateTable === null
        ? null
        : async () =>
            (await import('../../state/table.ts')).createStore({ client: clients.dynamodb, table: stateTable, wait }),
    loadPolicy: () => loadPolicy(policySource, readers),
    identify: async (signal) => {
      caller = await deps.identify(signal);
      return caller;
    },
    findCauses: async (alerts, run) =>
      (await import('../../cloudtrail/lookup.ts')).findCauses(alerts, {
        ...run,
        clients,
        wait,
        ownArn: caller?.arn ?? '',
      }),
    ceiling: remediation,
    publish: async (message) => {
      const onSent = (sent: object): void => logger.info('published', { ...sent, runId: message.report.runId });
      const channels = channelsOf(message, {
        environment,
        clients,
        readParameter: readers.readParameter,
        wait,
        onSent,
      });
      const published = await publishTo(channels, message);
      metrics.addMetric('DeliveryFailures', MetricUnit.Count, published.failures.length);
      for (const { channel, error } of published.failures)
        logger.error(`${channel} did not take the message`, sentence(error));
      return published;
    },
    onReport: (report) => {
      items = [];
      measureReport(report, metrics);
      const { runId, verdict, summary } = report;
      logger.info('checked', { runId, verdict, summary, skipped: skippedIn(report) });
    },
    onItems: (now) => {
      items = now;
    },
    onTold: (told) => {
      measure();
      measureTold(told, metrics);
      const { kind, published, alerts, memory } = told;
      logger.info('told', { kind, published, alerts: alerts.map(({ id }) => id), memory });
    },
    onUnpublished: (report) => {
      measure();
      logger.error('the report could not be published; this is all of it', { report });
    },
  };
}

/** What a guard rail holds back: not every run has something to tell of it. */
function skippedIn({ results }: Report): readonly object[] {
  return results.flatMap(({ region, drifts }) =>
    drifts
      .filter(({ outcome, waiver }) => outcome === 'skipped' && waiver === null)
      .map(({ setting, detail }) => ({ region, setting, detail })),
  );
}

/** An error for the log: its name and its sentence. Causes stay behind, since they may carry what must not be seen. */
function sentence(error: unknown): { readonly error: string } {
  return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
