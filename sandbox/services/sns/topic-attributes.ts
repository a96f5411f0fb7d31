import type { Call } from '../../server/service.ts';
import type { SubscriptionState } from '../../worlds/topics.ts';
import { topicOf } from './topic.ts';

/** The attributes that do not depend on policies or encryption. https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function getTopicAttributes(call: Call): object {
  const { arn, subscriptions } = topicOf(call);
  const count = (wanted: SubscriptionState): string =>
    String(subscriptions.filter(({ state }) => state === wanted).length);
  const attributes = {
    TopicArn: arn,
    Owner: arn.split(':')[4] ?? '',
    DisplayName: '',
    SubscriptionsConfirmed: count('confirmed'),
    SubscriptionsPending: count('pending'),
    SubscriptionsDeleted: count('deleted'),
  };
  return { Attributes: new Map(Object.entries(attributes)) };
}
