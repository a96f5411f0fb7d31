import type { Audience } from '../core/alerts/audience.ts';
import type { Alert } from '../core/alerts/model.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';
import { sendOn, type Attempt } from './send-on.ts';
import type { Channel, ChannelName } from './channel.ts';

export interface Published {
  /** Did a channel that somebody can receive take a message? */
  readonly published: boolean;
  /** Ids of alerts that none of the channels took that they are routed to: they stay pending. */
  readonly undelivered: readonly string[];
  readonly failures: readonly { readonly channel: ChannelName; readonly error: unknown }[];
  readonly sent: readonly { readonly channel: ChannelName; readonly messageId: string | null }[];
  /** Whether anybody receives what SNS was to send; null: nothing depends on it. */
  readonly audience: Audience | null;
}

interface Publishing extends MessageContent {
  readonly report: Report;
  /** Delivery ends here: what was not taken until then stays pending. */
  readonly signal: AbortSignal;
}

/** Sends to each channel the alerts that are routed to it, to all at once. No channel stops another, or waits for it. */
export async function publishTo(
  channels: readonly Channel[],
  { report, signal, ...content }: Publishing,
): Promise<Published> {
  const alerts = content.changes?.alerts ?? [];
  const routed = channels
    .map((channel) => ({ channel, alerts: alerts.filter(({ kind }) => channel.kinds.has(kind)) }))
    .filter((one) => alerts.length === 0 || one.alerts.length > 0);
  const attempts = await Promise.all(
    routed.map(({ channel, alerts: own }) =>
      sendOn(channel, { report, content: withAlerts(content, own), alerts: own, signal }),
    ),
  );
  const taken = new Set(attempts.flatMap((one) => one.alertIds));
  const wanted = new Set(routed.flatMap((one) => one.alerts));
  const undelivered = alerts.filter((alert) => wanted.has(alert) && !taken.has(alert.id)).map(({ id }) => id);
  const sent = attempts.flatMap(({ channel, messageIds }) => messageIds.map((messageId) => ({ channel, messageId })));
  return {
    published: sent.length > 0,
    undelivered,
    failures: attempts.flatMap(({ channel, error }) => (error === null ? [] : [{ channel, error }])),
    sent,
    audience: audienceOf(attempts, undelivered),
  };
}

function withAlerts(content: MessageContent, alerts: readonly Alert[]): MessageContent {
  const { changes } = content;
  return changes ? { ...content, changes: { ...changes, alerts } } : content;
}

/** The audience of the topic is left out where another channel took all messages for the topic. */
function audienceOf(attempts: readonly Attempt[], undelivered: readonly string[]): Audience | null {
  const sns = attempts.find(({ channel }) => channel === 'sns');
  if (sns === undefined || sns.error !== null) return null;
  const others = attempts.filter((one) => one !== sns);
  const elsewhere = new Set(others.flatMap((one) => one.alertIds));
  const isTakenElsewhere =
    undelivered.length === 0 &&
    others.some((one) => one.messageIds.length > 0) &&
    sns.alerts.every(({ id }) => elsewhere.has(id));
  return isTakenElsewhere && sns.audience.kind !== 'subscribed' ? null : sns.audience;
}
