import type { Call } from '../../server/service.ts';
import type { SubscriptionState } from '../../worlds/topics.ts';
import { keyArn, topicArn } from '../deployed/parts.ts';
import { topicOf } from './topic.ts';

/** The attributes that do not depend on policies. https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function getTopicAttributes(call: Call): object {
  const { arn, subscriptions } = topicOf(call);
  const count = (wanted: SubscriptionState): string =>
    String(subscriptions.filter(({ state }) => state === wanted).length);
  const attributes = {
    TopicArn: arn,
    Owner: arn.split(':')[4] ?? '',
    DisplayName: '',
    ...keyOf(call, arn),
    SubscriptionsConfirmed: count('confirmed'),
    SubscriptionsPending: count('pending'),
    SubscriptionsDeleted: count('deleted'),
  };
  return { Attributes: new Map(Object.entries(attributes)) };
}

/** Of the topic of the stack; other topics are not encrypted. */
function keyOf({ state: { stack } }: Call, arn: string): object {
  if (!stack?.key || topicArn(stack) !== arn) return {};
  return { KmsMasterKeyId: stack.key.awsManaged ? 'alias/aws/sns' : keyArn(stack) };
}
