import type { Alert } from '../core/alerts/model.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';
import type { Channel, ChannelName, Sent } from './table.ts';

export interface Published {
  /** Ids of alerts that reached none of the channels they are routed to: they stay pending. */
  readonly undelivered: readonly string[];
  readonly failures: readonly { readonly channel: ChannelName; readonly error: unknown }[];
  readonly sent: readonly (Sent & { readonly channel: ChannelName })[];
}

type Attempt =
  | { readonly kind: 'sent'; readonly channel: ChannelName; readonly alerts: readonly Alert[]; readonly sent: Sent }
  | {
      readonly kind: 'failed';
      readonly channel: ChannelName;
      readonly alerts: readonly Alert[];
      readonly error: unknown;
    };

/** Sends to each channel the alerts that are routed to it. No channel stops another. */
export async function publishTo(
  channels: readonly Channel[],
  { report, ...content }: MessageContent & { readonly report: Report },
): Promise<Published> {
  const alerts = content.changes?.alerts ?? [];
  const attempts = await Promise.all(channels.flatMap((channel) => attemptOn(channel, { report, content }) ?? []));
  const failed = attempts.filter((one) => one.kind === 'failed');
  const sent = attempts.filter((one) => one.kind === 'sent');
  const reached = new Set(sent.flatMap((one) => one.alerts));
  const missed = new Set(failed.flatMap((one) => one.alerts).filter((alert) => !reached.has(alert)));
  return {
    undelivered: alerts.filter((alert) => missed.has(alert)).map(({ id }) => id),
    failures: failed.map(({ channel, error }) => ({ channel, error })),
    sent: sent.map(({ channel, sent: { messageId } }) => ({ channel, messageId })),
  };
}

/** null: no alert of the message is routed to the channel. A message without alerts goes to every channel. */
function attemptOn(
  { name: channel, kinds, send }: Channel,
  { report, content }: { readonly report: Report; readonly content: MessageContent },
): Promise<Attempt> | null {
  const { changes } = content;
  const all = changes?.alerts ?? [];
  const alerts = all.filter(({ kind }) => kinds.has(kind));
  if (all.length > 0 && alerts.length === 0) return null;
  return send(report, changes ? { changes: { ...changes, alerts } } : content).then(
    (sent): Attempt => ({ kind: 'sent', channel, alerts, sent }),
    (error: unknown): Attempt => ({ kind: 'failed', channel, alerts, error }),
  );
}
