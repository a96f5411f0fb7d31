import type { MessageAttributes } from './attributes.ts';
import type { Delivery, Subscription } from '../../worlds/topics.ts';

export interface Outgoing {
  readonly topicArn: string;
  readonly subject: string | null;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly subscription: Subscription;
  readonly now: Date;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const TIMEOUT_MS = 5000;

/** Delivers a message to a subscriber. HTTP endpoints on this machine are called; for all others the inbox is the delivery. */
export function deliver(outgoing: Outgoing): Delivery {
  const { topicArn, subject, messageId, body, attributes, subscription } = outgoing;
  const { protocol, endpoint } = subscription;
  const isCalled = protocol.startsWith('http') && LOOPBACK.has(hostOf(endpoint));
  const outcome = isCalled ? post(outgoing) : Promise.resolve('shown');
  return { topicArn, messageId, protocol, endpoint, subject, body, attributes, outcome };
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html */
async function post({ topicArn, subject, messageId, body, attributes, subscription, now }: Outgoing): Promise<string> {
  const region = topicArn.split(':')[3];
  const envelope = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === null ? {} : { Subject: subject }),
    Message: body,
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes }),
    Timestamp: now.toISOString(),
    SignatureVersion: '1',
    // The form is right, but the sandbox has no key, so nobody can verify it.
    Signature: Buffer.from('sandbox').toString('base64'),
    SigningCertURL: `https://sns.${region}.amazonaws.com/SimpleNotificationService-sandbox.pem`,
    UnsubscribeURL: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
  };
  const headers = {
    'content-type': 'text/plain; charset=UTF-8',
    'x-amz-sns-message-type': 'Notification',
    'x-amz-sns-message-id': messageId,
    'x-amz-sns-topic-arn': topicArn,
    'x-amz-sns-subscription-arn': subscription.arn,
    ...(subscription.isRaw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
    'user-agent': 'Amazon Simple Notification Service Agent',
  };
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(subscription.endpoint, {
      method: 'POST',
      // A redirect could lead off this machine.
      redirect: 'manual',
      headers,
      body: subscription.isRaw ? body : JSON.stringify(envelope),
      signal,
    });
    return `answered ${response.status}`;
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
