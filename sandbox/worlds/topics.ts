/** AWS keeps a deleted subscription in its lists and counts for a while; the sandbox keeps it for good. */
export type SubscriptionState = 'confirmed' | 'pending' | 'deleted';

export interface Topic {
  readonly arn: string;
  readonly subscriptions: Subscription[];
}

export interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly isRaw: boolean;
  /** ConfirmSubscription takes it. */
  readonly token: string;
  state: SubscriptionState;
}

/** A message delivered to one subscriber. `outcome` is `shown`, or the result of the call to its endpoint. */
export interface Delivery {
  readonly topicArn: string;
  readonly messageId: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | null;
  readonly body: string;
  /** Of a message of SNS. */
  readonly attributes?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
  readonly outcome: Promise<string>;
  /** Of a reply in Slack: the id of the message that it answers, and whether the channel shows it as well. */
  readonly reply?: { readonly ts: string; readonly isBroadcast: boolean };
}

/** Adds a subscription, or returns the one that the endpoint has already. */
export function subscribe(topic: Topic, subscription: Omit<Subscription, 'arn' | 'token'>): Subscription {
  const existing = topic.subscriptions.find(
    ({ protocol, endpoint, state }) =>
      protocol === subscription.protocol && endpoint === subscription.endpoint && state !== 'deleted',
  );
  if (existing) return existing;
  const added = { ...subscription, arn: `${topic.arn}:${crypto.randomUUID()}`, token: crypto.randomUUID() };
  topic.subscriptions.push(added);
  return added;
}
