import type { Logger } from '@aws-lambda-powertools/logger';
import type { Audience } from '../../core/alerts/audience.ts';
import { needsAlert } from '../../core/alerts/progress.ts';
import type { Report } from '../../core/compliance/report.ts';
import { publishTo } from '../../publish/channels.ts';
import type { Channel } from '../../publish/channel.ts';
import { channelsOf, type ChannelAccess } from '../../publish/table.ts';
import { audienceWords } from '../../render/words/audience-words.ts';
import { errorText } from '../run/attempt.ts';
import type { RunDeps } from '../run/deps.ts';

const NEVER = new AbortController().signal;

/** Publishes messages, and logs what came of each. Whether anybody is subscribed is asked once for all messages of a run. */
export function createPublisher(
  access: ChannelAccess,
  { logger, accountName = null }: { readonly logger: Logger; readonly accountName?: string | null },
): Required<Pick<RunDeps, 'publish' | 'prepareDelivery'>> {
  let asked: { readonly runId: string; readonly audience: Promise<Audience> } | undefined;
  const askOnce = (channel: Channel, runId: string): Channel => ({
    ...channel,
    audience: (signal) => {
      if (channel.name !== 'sns') return channel.audience(signal);
      if (asked?.runId !== runId) asked = { runId, audience: channel.audience(signal) };
      return asked.audience;
    },
  });
  const prepareDelivery: RunDeps['prepareDelivery'] = ({ alerts, takenBy, channels, runId, signal = NEVER }) => {
    for (const channel of channelsOf(access, channels)) {
      if (!alerts.some((alert) => needsAlert(channel, alert, takenBy[alert.id]))) continue;
      // The delivery asks again, and gets the same answer or the same error.
      askOnce(channel, runId)
        .audience(signal)
        .catch(() => {});
    }
  };
  const publish: RunDeps['publish'] = async ({ channels, signal = NEVER, ...message }) => {
    const { runId } = message.report;
    const open = channelsOf(access, channels).map((channel) => askOnce(channel, runId));
    const report = withAccountName(message.report, accountName);
    const delivery = await publishTo(open, { ...message, report, signal });
    for (const sent of delivery.sent) logger.info('published', { ...sent, runId });
    for (const { channel, error } of delivery.failures)
      logger.error(`${channel} did not take the message`, { error: errorText(error) });
    for (const { channel, alertIds } of delivery.givenUp)
      logger.error(`${channel} refused alerts for a day, so they are not sent to it any more`, {
        alerts: alertIds,
        runId,
      });
    const doubt = delivery.audience && audienceWords(delivery.audience);
    if (doubt) logger.warn(doubt, { runId, pending: delivery.undelivered.length });
    return delivery;
  };
  return { publish, prepareDelivery };
}

/** The report with the name of its account; as it is, if it is of several accounts or has names already. */
function withAccountName(report: Report, accountName: string | null): Report {
  const { results } = report;
  const isOneAccount = new Set(results.map(({ accountId }) => accountId)).size === 1;
  if (accountName === null || !isOneAccount) return report;
  return { ...report, results: results.map((result) => ({ accountName, ...result })) };
}
