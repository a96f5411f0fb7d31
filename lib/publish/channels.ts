import type { Audience } from '../core/alerts/audience.ts';
import { isForPeople, type ChannelName } from '../core/alerts/channels.ts';
import { takenBy } from '../core/alerts/delivery.ts';
import type { Alert } from '../core/alerts/model.ts';
import { needsAlert, progressOf, type Progress, type TakenBy } from '../core/alerts/progress.ts';
import type { Threads } from '../core/alerts/thread.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';
import type { Channel } from './channel.ts';
import { sendOn, type Attempt } from './send-on.ts';

export interface PublishResult extends Progress {
  /** Did a channel that somebody can receive take a message? */
  readonly published: boolean;
  readonly failures: readonly { readonly channel: ChannelName; readonly error: unknown }[];
  readonly sent: readonly { readonly channel: ChannelName; readonly messageId: string | null }[];
  readonly threads: Threads;
  /** Whether anybody receives what SNS was to send; null: nothing depends on it. */
  readonly audience: Audience | null;
}

interface Publishing extends MessageContent {
  readonly report: Report;
  /** Delivery ends here: what was not taken until then stays pending. */
  readonly signal: AbortSignal;
  /** People get a message even if no alert is for them. */
  readonly always?: boolean | undefined;
}

/** Sends to each channel the alerts that it still needs, to all at once. No channel stops another, or waits for it. */
export async function publishTo(
  channels: readonly Channel[],
  { report, signal, always = false, ...content }: Publishing,
): Promise<PublishResult> {
  const alerts = content.changes?.alerts ?? [];
  const before = content.changes ? takenBy(content.changes.state) : {};
  const messages = messagesFor(channels, { alerts, before, always });
  const attempts = await Promise.all(
    messages.map(({ channel, alerts: own }) =>
      sendOn(channel, { report, content: withAlerts(content, own), alerts: own, signal }),
    ),
  );
  const now = new Date(report.finishedAt);
  const progress = progressOf(alerts, { routes: channels, taken: attempts, before, now });
  const sent = attempts.flatMap(({ channel, messageIds }) => messageIds.map((messageId) => ({ channel, messageId })));
  return {
    ...progress,
    published: sent.length > 0,
    failures: attempts.flatMap(({ channel, error }) => (error === null ? [] : [{ channel, error }])),
    sent,
    threads: Object.assign({}, ...attempts.map(({ threads }) => threads)),
    audience: audienceOf(attempts),
  };
}

interface Wanted {
  readonly alerts: readonly Alert[];
  readonly before: TakenBy;
  readonly always: boolean;
}

interface ForChannel {
  readonly channel: Channel;
  readonly alerts: readonly Alert[];
}

/** The channels that get a message, each with its alerts. A message without alerts is for people: a machine has no use for it. */
function messagesFor(channels: readonly Channel[], { alerts, before, always }: Wanted): readonly ForChannel[] {
  const all = channels.map((channel) => ({
    channel,
    alerts: alerts.filter((alert) => needsAlert(channel, alert, before[alert.id])),
  }));
  const people = all.filter(({ channel }) => isForPeople(channel.name));
  const isWithout = people.every((one) => one.alerts.length === 0) && (always || alerts.length === 0);
  return all.filter((one) => one.alerts.length > 0 || (isWithout && isForPeople(one.channel.name)));
}

function withAlerts(content: MessageContent, alerts: readonly Alert[]): MessageContent {
  const { changes } = content;
  return changes ? { ...content, changes: { ...changes, alerts } } : content;
}

/** The audience of the topic is left out where another channel of people took all messages for the topic. */
function audienceOf(attempts: readonly Attempt[]): Audience | null {
  const sns = attempts.find(({ channel }) => channel === 'sns');
  if (sns === undefined || sns.error !== null) return null;
  const others = attempts.filter((one) => one !== sns && isForPeople(one.channel));
  const elsewhere = new Set(others.flatMap((one) => one.alertIds));
  const isTakenElsewhere =
    others.some((one) => one.messageIds.length > 0) && sns.alerts.every(({ id }) => elsewhere.has(id));
  return isTakenElsewhere && sns.audience.kind !== 'subscribed' ? null : sns.audience;
}
