import type { Audience } from '../core/alerts/audience.ts';
import type { AlertKind } from '../core/alerts/model.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';

export type ChannelName = 'sns' | 'slack';

/** The message that a channel is sent. */
export interface Outgoing {
  /** The alerts that it tells of. */
  readonly alertIds: readonly string[];
  /** Sends it. Resolves with the id of the message, where the channel gives one. */
  readonly send: (signal: AbortSignal) => Promise<string | null>;
}

/** The way to a channel. */
export interface Line {
  /** Whether anybody receives what the channel takes. */
  readonly audience: (signal: AbortSignal) => Promise<Audience>;
  readonly message: (report: Report, content: MessageContent) => Promise<Outgoing>;
}

/** A channel of a deployment, and the kinds of alerts that are routed to it. */
export interface Channel extends Line {
  readonly name: ChannelName;
  readonly kinds: ReadonlySet<AlertKind>;
}
