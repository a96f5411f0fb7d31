import type { Audience } from '../core/alerts/audience.ts';
import type { Alert } from '../core/alerts/model.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';
import type { Threads } from '../core/alerts/thread.ts';
import type { ChannelName } from '../core/alerts/channels.ts';
import type { Channel, Refusal } from './channel.ts';
import { untilAborted } from './until.ts';

/** The outcome of a channel. */
export interface Attempt {
  readonly channel: ChannelName;
  /** The alerts that were for it. */
  readonly alerts: readonly Alert[];
  /** The alerts that it took. */
  readonly alertIds: readonly string[];
  /** Of the message, if it took it. */
  readonly messageIds: readonly (string | null)[];
  readonly threads: Threads;
  readonly audience: Audience;
  /** The error that ended it early, or why it refused alerts; null if there was none. */
  readonly error: unknown;
}

interface Sending {
  readonly report: Report;
  readonly content: MessageContent;
  readonly alerts: readonly Alert[];
  readonly signal: AbortSignal;
}

/** Sends the message of a channel, unless the time is over. Never rejects. */
export async function sendOn(channel: Channel, { report, content, alerts, signal }: Sending): Promise<Attempt> {
  const messageIds: (string | null)[] = [];
  const alertIds: string[] = [];
  let threads: Threads = {};
  let audience: Audience = { kind: 'unknown', why: 'SNS was not asked' };
  const attempt = (error: unknown): Attempt => ({
    channel: channel.name,
    alerts,
    alertIds,
    messageIds,
    threads,
    audience,
    error,
  });
  try {
    audience = await untilAborted(() => channel.audience(signal), signal);
    // A message for nobody would be gone, and its alerts with it.
    if (audience.kind === 'unsubscribed') return attempt(null);
    const message = await untilAborted(() => channel.message(report, content), signal);
    const { messageId, refused, threads: sent = {} } = await untilAborted(() => message.send(signal), signal);
    threads = sent;
    const refusedIds = new Set(refused.map(({ alertId }) => alertId));
    if (refusedIds.size < message.alertIds.length || refusedIds.size === 0) messageIds.push(messageId);
    alertIds.push(...message.alertIds.filter((id) => !refusedIds.has(id)));
    return attempt(refusalOf(refused, message.alertIds.length));
  } catch (error) {
    return attempt(error);
  }
}

const MAX_REASONS = 3;

/** An error for the log; null if nothing was refused that no earlier run has told of. */
function refusalOf(all: readonly Refusal[], sent: number): Error | null {
  const refused = all.filter(({ isReported }) => isReported !== true);
  if (refused.length === 0) return null;
  const reasons = [...new Set(refused.map(({ why }) => why))];
  const shown = reasons.slice(0, MAX_REASONS).join('; ');
  const more = reasons.length > MAX_REASONS ? `; and ${reasons.length - MAX_REASONS} other reasons` : '';
  return new Error(`${refused.length} of ${sent} alerts were refused: ${shown}${more}. The next run sends them again`);
}
