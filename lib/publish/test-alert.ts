import type { ChannelTest, Subscriptions, TestAlert } from '../core/alerts/test-alert.ts';
import { errorFacts } from '../aws/error-facts.ts';
import { linesOf, type ChannelAccess } from './table.ts';
import type { Line } from './channel.ts';
import { untilAborted } from './until.ts';

/** Sends a test alert through every channel of a deployment, at once. Never rejects. */
export function testChannels(
  access: ChannelAccess,
  test: TestAlert,
  signal: AbortSignal,
): Promise<readonly ChannelTest[]> {
  return Promise.all(linesOf(access).map(({ name, line }) => testChannel(name, line, { test, signal })));
}

/** The end of an error of a channel. It is about alerts: no run sends a test again. */
const NEXT_RUN = /[.:;] the next run (?:sends|tries)[^.;:]*\.?$/i;

async function testChannel(
  channel: string,
  line: Line,
  { test, signal }: { readonly test: TestAlert; readonly signal: AbortSignal },
): Promise<ChannelTest> {
  try {
    const { messageId, subscriptions, doubt } = await untilAborted(() => line.test(test, signal), signal);
    const problem = subscriptions === null ? doubt : subscriptionProblem(subscriptions);
    return { channel, accepted: true, messageId, subscriptions, problem };
  } catch (error) {
    const problem = errorFacts(error).message.replace(NEXT_RUN, '');
    return { channel, accepted: false, messageId: null, subscriptions: null, problem };
  }
}

function subscriptionProblem({ confirmed, pending }: Subscriptions): string | null {
  if (confirmed > 0) return null;
  return pending === 0
    ? 'nobody is subscribed to the topic, so nobody receives it: subscribe somebody'
    : `${pending} pending and no confirmed subscription, so nobody receives it: follow the link in the email that SNS sent`;
}
