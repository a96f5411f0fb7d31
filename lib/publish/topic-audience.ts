import type { SNSClient } from '@aws-sdk/client-sns';
import { errorFacts } from '../aws/error-facts.ts';
import type { Audience } from '../core/alerts/audience.ts';

export interface SnsTopic {
  readonly client: SNSClient;
  readonly topicArn: string;
}

/**
 * Asks SNS whether anybody is subscribed to a topic. SNS takes a message for a topic without subscribers, and drops it.
 * https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 */
export async function topicAudience({ client, topicArn }: SnsTopic, signal: AbortSignal): Promise<Audience> {
  const { GetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
  try {
    const command = new GetTopicAttributesCommand({ TopicArn: topicArn });
    const { Attributes = {} } = await client.send(command, { abortSignal: signal });
    return audienceOf(Attributes);
  } catch (error) {
    const { name, message } = errorFacts(error);
    return { kind: 'unknown', why: `${name}: ${message}` };
  }
}

const COUNT = /^\d+$/;

function audienceOf({ SubscriptionsConfirmed = '', SubscriptionsPending = '' }: Record<string, string>): Audience {
  if (!COUNT.test(SubscriptionsConfirmed))
    return { kind: 'unknown', why: 'SNS answered without the number of confirmed subscriptions' };
  if (Number(SubscriptionsConfirmed) > 0) return { kind: 'subscribed' };
  return { kind: 'unsubscribed', pending: COUNT.test(SubscriptionsPending) ? Number(SubscriptionsPending) : 0 };
}
