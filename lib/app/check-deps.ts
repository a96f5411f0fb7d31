import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { createClients } from '../aws/clients.ts';
import { createReaders } from '../aws/documents.ts';
import type { Report } from '../core/report.ts';
import { loadPolicy } from '../policy/load.ts';
import type { CheckDeps } from './check.ts';
import { createDeps } from './deps.ts';
import type { Environment } from './environment.ts';

/** The composition root of the handler: SDK clients, SNS, the log and the metrics behind `CheckDeps`. */
export function createCheckDeps(environment: Environment, sinks: { logger: Logger; metrics: Metrics }): CheckDeps {
  const { homeRegion, policySource, topicArn, remediation } = environment;
  const { logger, metrics } = sinks;
  const clients = createClients({ homeRegion });
  const readers = createReaders(clients);
  return {
    ...createDeps(clients),
    loadPolicy: () => loadPolicy(policySource, readers),
    ceiling: remediation,
    publish: async (report) => {
      // A run that has nothing to say does not load what says it.
      const [{ snsMessage }, { publishToSns }] = await Promise.all([
        import('../publish/message.ts'),
        import('../publish/sns.ts'),
      ]);
      const client = await clients.sns(topicArn.split(':')[3] ?? homeRegion);
      const { messageId } = await publishToSns({ client, topicArn }, snsMessage(report));
      logger.info('published', { topicArn, messageId, runId: report.runId });
    },
    onReport: (report) => {
      measure(report, metrics);
      logger.info('checked', { runId: report.runId, verdict: report.verdict, summary: report.summary });
    },
    onUnpublished: (report) => logger.error('the report could not be published; this is all of it', { report }),
  };
}

function measure({ summary, results, startedAt, finishedAt }: Report, metrics: Metrics): void {
  const repaired = results.flatMap(({ drifts }) => drifts).filter(({ outcome }) => outcome === 'verified').length;
  metrics.addMetric('Targets', MetricUnit.Count, summary.targets);
  metrics.addMetric('Compliant', MetricUnit.Count, summary.compliant);
  metrics.addMetric('Drifted', MetricUnit.Count, summary.drifted);
  metrics.addMetric('Unknown', MetricUnit.Count, summary.unknown);
  metrics.addMetric('Repaired', MetricUnit.Count, repaired);
  metrics.addMetric('SweepMs', MetricUnit.Milliseconds, Date.parse(finishedAt) - Date.parse(startedAt));
}
