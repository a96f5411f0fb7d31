import type { Audience } from '../core/alerts/audience.ts';
import type { Threads } from '../core/alerts/thread.ts';
import type { Route } from '../core/alerts/progress.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';

/** The message that a channel is sent. */
export interface Outgoing {
  /** The alerts that it tells of. */
  readonly alertIds: readonly string[];
  /** Sends it. Rejects if the channel took none of it. */
  readonly send: (signal: AbortSignal) => Promise<Sent>;
}

/** The answer of a channel that took a message, or at least a part of it. */
export interface Sent {
  /** null: the channel gives none. */
  readonly messageId: string | null;
  /** Alerts that a channel refused which takes them one by one. */
  readonly refused: readonly Refusal[];
  /** The threads that alerts were sent to; left out: the channel has none. */
  readonly threads?: Threads;
}

export interface Refusal {
  readonly alertId: string;
  readonly why: string;
}

/** The way to a channel. */
export interface Line {
  /** Whether anybody receives what the channel takes. */
  readonly audience: (signal: AbortSignal) => Promise<Audience>;
  readonly message: (report: Report, content: MessageContent) => Promise<Outgoing>;
}

/** A channel of a deployment, and the kinds of alerts that are routed to it. */
export interface Channel extends Line, Route {}
