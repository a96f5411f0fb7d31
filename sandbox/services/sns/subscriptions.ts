import { AwsError } from '../../server/errors.ts';
import { page } from '../../server/paging.ts';
import { formBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import type { SubscriptionState } from '../../worlds/topics.ts';
import { invalidParameter } from './errors.ts';
import { findTopic, topicOf } from './topic.ts';

const PAGE_SIZE = 100;

/** SNS lists these texts in place of the ARN of a subscription that receives nothing. */
const LISTED_ARNS: Readonly<Partial<Record<SubscriptionState, string>>> = {
  pending: 'PendingConfirmation',
  deleted: 'Deleted',
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export function listSubscriptionsByTopic(call: Call): object {
  const topic = topicOf(call);
  const token = formBody(call.request).get('NextToken') ?? undefined;
  const { items, nextToken } = page(topic.subscriptions, {
    size: undefined,
    token,
    max: PAGE_SIZE,
    errorCodes: { size: 'InvalidParameter', token: 'InvalidParameter' },
  });
  const Subscriptions = items.map(({ arn, protocol, endpoint, state }) => ({
    TopicArn: topic.arn,
    Protocol: protocol,
    SubscriptionArn: LISTED_ARNS[state] ?? arn,
    Owner: call.accountId,
    Endpoint: endpoint,
  }));
  return { Subscriptions, ...(nextToken ? { NextToken: nextToken } : {}) };
}

/** Also takes the ARN of a deleted subscription. https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export function unsubscribe(call: Call): object {
  const arn = formBody(call.request).get('SubscriptionArn') ?? '';
  const parts = arn.split(':');
  if (parts.length !== 7) throw invalidParameter('SubscriptionArn');
  const topic = findTopic(parts.slice(0, -1).join(':'), call);
  const subscription = topic.subscriptions.find((one) => one.arn === arn);
  if (!subscription) throw new AwsError('NotFound', { status: 404, message: 'Subscription does not exist' });
  subscription.state = 'deleted';
  return {};
}
