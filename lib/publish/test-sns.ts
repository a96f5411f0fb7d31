import type { TestAlert } from '../core/alerts/test-alert.ts';
import { testSnsMessage } from '../render/messages/test-alert.ts';
import type { TestSent } from './channel.ts';
import { publishToSns } from './sns.ts';
import { topicSubscriptions, type SnsTopic } from './topic-audience.ts';

/** Publishes a test alert, and asks who receives it. Rejects if SNS did not take it. */
export async function testSns(topic: SnsTopic, test: TestAlert, signal: AbortSignal): Promise<TestSent> {
  const [counted, messageId] = await Promise.all([
    topicSubscriptions(topic, signal),
    publishToSns(topic, testSnsMessage(test), signal),
  ]);
  if ('why' in counted)
    return { messageId, subscriptions: null, doubt: `it is not known whether anybody is subscribed: ${counted.why}` };
  return { messageId, subscriptions: counted, doubt: null };
}
