import { isForPeople } from './channels.ts';

/** A test alert: it reports no drift, and nothing is stored of it. */
export interface TestAlert {
  /** A new one each time. */
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** What came of a test alert in one channel. */
export interface ChannelTest {
  readonly channel: string;
  /** Did the channel take it? */
  readonly accepted: boolean;
  /** null: the channel gives none, or did not take it. */
  readonly messageId: string | null;
  /** Of SNS; null: another channel, or SNS did not say. */
  readonly subscriptions: Subscriptions | null;
  /** Why nobody, or perhaps nobody, receives it; null if nothing is wrong. */
  readonly problem: string | null;
}

export interface Subscriptions {
  readonly confirmed: number;
  /** Those that wait for their confirmation. */
  readonly pending: number;
}

/** Every channel took it, and people can receive it by one of theirs, if there is one. */
export function isReceived(tests: readonly ChannelTest[]): boolean {
  const people = tests.filter(({ channel }) => isForPeople(channel));
  const isHeard = people.length === 0 || people.some(({ subscriptions }) => subscriptions?.confirmed !== 0);
  return tests.length > 0 && isHeard && tests.every(({ accepted }) => accepted);
}
