import type { SNSClient } from '@aws-sdk/client-sns';
import { errorFacts } from '../aws/error-facts.ts';
import type { Audience } from '../core/alerts/audience.ts';
import type { Subscriptions } from '../core/alerts/test-alert.ts';

export interface SnsTopic {
  readonly client: SNSClient;
  readonly topicArn: string;
}

/**
 * Asks SNS whether anybody is subscribed to a topic. SNS takes a message for a topic without subscribers, and drops it.
 * https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 */
export async function topicAudience(topic: SnsTopic, signal: AbortSignal): Promise<Audience> {
  const counted = await topicSubscriptions(topic, signal);
  if ('why' in counted) return { kind: 'unknown', why: counted.why };
  return counted.confirmed > 0 ? { kind: 'subscribed' } : { kind: 'unsubscribed', pending: counted.pending };
}

/** The number of its subscriptions, or why it is not known. */
export async function topicSubscriptions(
  { client, topicArn }: SnsTopic,
  signal: AbortSignal,
): Promise<Subscriptions | { readonly why: string }> {
  const { GetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
  try {
    const command = new GetTopicAttributesCommand({ TopicArn: topicArn });
    const { Attributes = {} } = await client.send(command, { abortSignal: signal });
    return countsOf(Attributes);
  } catch (error) {
    const { name, message } = errorFacts(error);
    return { why: `${name}: ${message}` };
  }
}

const COUNT = /^\d+$/;

function countsOf({
  SubscriptionsConfirmed: confirmed = '',
  SubscriptionsPending: pending = '',
}: Record<string, string>): Subscriptions | { readonly why: string } {
  if (!COUNT.test(confirmed)) return { why: 'SNS answered without the number of confirmed subscriptions' };
  return { confirmed: Number(confirmed), pending: COUNT.test(pending) ? Number(pending) : 0 };
}
