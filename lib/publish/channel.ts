import type { Audience } from '../core/alerts/audience.ts';
import type { Subscriptions, TestAlert } from '../core/alerts/test-alert.ts';
import type { Threads } from '../core/alerts/thread.ts';
import type { Route } from '../core/alerts/progress.ts';
import type { Report } from '../core/compliance/report.ts';
import type { MessageContent } from '../render/view/content.ts';

/** The message that a channel is sent. */
export interface ChannelMessage {
  /** The alerts that it tells of. */
  readonly alertIds: readonly string[];
  /** Sends it. Rejects if the channel took none of it. */
  readonly send: (signal: AbortSignal) => Promise<SendResult>;
}

/** The answer of a channel that took a message, or at least a part of it. */
export interface SendResult {
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
  /** An earlier run has reported it. */
  readonly isReported?: boolean;
}

export interface TestSent {
  readonly messageId: string | null;
  /** null: the channel has none, or did not say. */
  readonly subscriptions: Subscriptions | null;
  /** Why it is not known whether anybody receives it; null if it is, or nobody can ask. */
  readonly doubt: string | null;
}

/** The way to a channel. */
export interface Line {
  /** Whether anybody receives what the channel takes. */
  readonly audience: (signal: AbortSignal) => Promise<Audience>;
  readonly message: (report: Report, content: MessageContent) => Promise<ChannelMessage>;
  /** Sends a message that is marked as a test. Rejects if the channel did not take it. */
  readonly test: (test: TestAlert, signal: AbortSignal) => Promise<TestSent>;
}

/**
 * The audience of a channel that cannot be asked: a channel of Slack refuses messages if it is gone, and nobody knows what the rules of
 * a bus do with an event, or who looks at findings.
 */
export const notAsked: Line['audience'] = () => Promise.resolve({ kind: 'subscribed' });

/** A channel of a deployment, and the kinds of alerts that are routed to it. */
export interface Channel extends Omit<Line, 'test'>, Route {}
