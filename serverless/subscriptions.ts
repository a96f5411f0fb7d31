import { createHash } from 'node:crypto';

/** A reference to a resource of the stack, or the ARN of one that is there already. */
export type Reference = string | { readonly Ref: string };

/**
 * The subscriptions of addresses to a topic, by logical id. An id follows from its address alone: otherwise CloudFormation would
 * move a subscription to another address when one is added or left out, and end what somebody has confirmed.
 */
export function emailSubscriptions(addresses: readonly string[], topic: Reference): Readonly<Record<string, object>> {
  return Object.fromEntries(
    addresses.map((address) => [
      `EmailSubscription${createHash('sha256').update(address).digest('hex').slice(0, 8)}`,
      { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: topic, Protocol: 'email', Endpoint: address } },
    ]),
  );
}
