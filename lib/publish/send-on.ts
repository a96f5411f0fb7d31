import type { Audience } from '../core/alerts/audience.ts';
import type { Alert } from '../core/alerts/model.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';
import type { Channel, ChannelName } from './channel.ts';
import { until } from './until.ts';

/** The outcome of a channel. */
export interface Attempt {
  readonly channel: ChannelName;
  /** The alerts that were for it. */
  readonly alerts: readonly Alert[];
  /** The alerts that it took. */
  readonly alertIds: readonly string[];
  /** One for each message that it took. */
  readonly messageIds: readonly (string | null)[];
  readonly audience: Audience;
  /** The error that ended it early; null if there was none. */
  readonly error: unknown;
}

/** A run sends a channel this many messages at most. The alerts of further ones stay pending for the next run. */
const MAX_MESSAGES = 10;

interface Sending {
  readonly report: Report;
  readonly content: MessageContent;
  readonly alerts: readonly Alert[];
  readonly signal: AbortSignal;
}

/** Sends the messages of a channel, in order, until one fails or the time is over. Never rejects. */
export async function sendOn(channel: Channel, { report, content, alerts, signal }: Sending): Promise<Attempt> {
  const messageIds: (string | null)[] = [];
  const alertIds: string[] = [];
  let audience: Audience = { kind: 'unknown', why: 'SNS was not asked' };
  const attempt = (error: unknown): Attempt => ({
    channel: channel.name,
    alerts,
    alertIds,
    messageIds,
    audience,
    error,
  });
  try {
    audience = await until(() => channel.audience(signal), signal);
    // A message for nobody would be gone, and its alerts with it.
    if (audience.kind === 'unsubscribed') return attempt(null);
    const messages = await until(() => channel.messages(report, content), signal);
    for (const message of messages.slice(0, MAX_MESSAGES)) {
      messageIds.push(await until(() => message.send(signal), signal));
      alertIds.push(...message.alertIds);
    }
    return attempt(null);
  } catch (error) {
    return attempt(error);
  }
}
