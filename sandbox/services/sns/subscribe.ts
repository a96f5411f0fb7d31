import { formBody } from '../../server/protocols.ts';
import type { Call } from '../../server/service.ts';
import { subscribe as addSubscription, type Subscription } from '../../worlds/topics.ts';
import { deliver } from './deliver.ts';
import { invalidParameter } from './errors.ts';
import { topicOf } from './topic.ts';

const PROTOCOLS = new Set(['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs']);
const ARN_PROTOCOLS = new Set(['application', 'firehose', 'lambda', 'sqs']);

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export function subscribe(call: Call): object {
  const form = formBody(call.request);
  const topic = topicOf(call);
  const { protocol, endpoint } = endpointOf(form);
  // AWS asks http and https endpoints for confirmation too; the sandbox assumes that they confirm at once.
  const state = protocol.startsWith('email') ? 'pending' : 'confirmed';
  const subscription = addSubscription(topic, { protocol, endpoint, isRaw: isRawDelivery(form), state });
  const isPending = subscription.state === 'pending';
  if (isPending) requestConfirmation(subscription, { call, topicArn: topic.arn });
  const isArnWanted = form.get('ReturnSubscriptionArn') === 'true';
  return { SubscriptionArn: isPending && !isArnWanted ? 'pending confirmation' : subscription.arn };
}

function endpointOf(form: URLSearchParams): { protocol: string; endpoint: string } {
  const protocol = form.get('Protocol') ?? '';
  const endpoint = form.get('Endpoint') ?? '';
  if (!PROTOCOLS.has(protocol)) throw invalidParameter(`Does not support this protocol string: ${protocol}`);
  if (endpoint === '') throw invalidParameter('Endpoint');
  if (protocol.startsWith('http') && !endpoint.startsWith(`${protocol}://`))
    throw invalidParameter('Endpoint must match the specified protocol');
  if (protocol.startsWith('email') && !/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter('Email address');
  if (ARN_PROTOCOLS.has(protocol) && !endpoint.startsWith('arn:')) throw invalidParameter(`${protocol} endpoint ARN`);
  return { protocol, endpoint };
}

function isRawDelivery(form: URLSearchParams): boolean {
  const names = [...form].filter(([key, value]) => key.startsWith('Attributes.') && value === 'RawMessageDelivery');
  return names.some(([key]) => form.get(key.replace(/key$/, 'value')) === 'true');
}

/** Sends the email with the token, or confirms in place of its recipient if the world says `automatic`. */
function requestConfirmation(subscription: Subscription, { call, topicArn }: { call: Call; topicArn: string }): void {
  const { state, now } = call;
  if (state.emailConfirmation === 'automatic') {
    subscription.state = 'confirmed';
    return;
  }
  const subject = 'AWS Notification - Subscription Confirmation';
  const body = `You have chosen to subscribe to the topic:\n${topicArn}\n\nTo confirm, call ConfirmSubscription with this topic and the token:\n${subscription.token}\n`;
  state.inbox.push(
    deliver({ topicArn, subject, messageId: crypto.randomUUID(), body, attributes: {}, subscription, now }),
  );
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html */
export function confirmSubscription(call: Call): object {
  const token = formBody(call.request).get('Token');
  const subscription = topicOf(call).subscriptions.find((one) => one.token === token && one.state !== 'deleted');
  if (!subscription) throw invalidParameter('Token');
  subscription.state = 'confirmed';
  return { SubscriptionArn: subscription.arn };
}
