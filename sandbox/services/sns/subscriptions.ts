import { formBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { subscribe as addSubscription, type SubscriptionState } from '../../worlds/topics.ts';
import { invalidParameter } from './errors.ts';
import { topicOf } from './topic.ts';

const PROTOCOLS = new Set(['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs']);
const ARN_PROTOCOLS = new Set(['application', 'firehose', 'lambda', 'sqs']);

export function subscribe(call: Call): object {
  const form = formBody(call.request);
  const protocol = form.get('Protocol') ?? '';
  const endpoint = form.get('Endpoint') ?? '';
  if (!PROTOCOLS.has(protocol)) throw invalidParameter(`Does not support this protocol string: ${protocol}`);
  if (endpoint === '') throw invalidParameter('Endpoint');
  if (protocol.startsWith('http') && !endpoint.startsWith(`${protocol}://`))
    throw invalidParameter('Endpoint must match the specified protocol');
  if (protocol.startsWith('email') && !/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter('Email address');
  if (ARN_PROTOCOLS.has(protocol) && !endpoint.startsWith('arn:')) throw invalidParameter(`${protocol} endpoint ARN`);
  const names = [...form].filter(([key, value]) => key.startsWith('Attributes.') && value === 'RawMessageDelivery');
  const isRaw = names.some(([key]) => form.get(key.replace(/key$/, 'value')) === 'true');
  return { SubscriptionArn: addSubscription(topicOf(call), { protocol, endpoint, isRaw, state: 'confirmed' }).arn };
}

/** SNS lists these texts in place of the ARN of a subscription that receives nothing. */
const LISTED_ARNS: Readonly<Partial<Record<SubscriptionState, string>>> = {
  pending: 'PendingConfirmation',
  deleted: 'Deleted',
};

export function listSubscriptionsByTopic(call: Call): object {
  const topic = topicOf(call);
  return {
    Subscriptions: topic.subscriptions.map(({ arn, protocol, endpoint, state }) => ({
      TopicArn: topic.arn,
      Protocol: protocol,
      SubscriptionArn: LISTED_ARNS[state] ?? arn,
      Owner: call.accountId,
      Endpoint: endpoint,
    })),
  };
}
