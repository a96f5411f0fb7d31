export interface Topic {
  readonly arn: string;
  readonly subscriptions: Subscription[];
}

export interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly isRaw: boolean;
}

/** A message delivered to one subscriber. `outcome` is `shown`, or the result of the call to its endpoint. */
export interface Delivery {
  readonly topicArn: string;
  readonly messageId: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | null;
  readonly body: string;
  readonly outcome: Promise<string>;
}

export function subscribe(topic: Topic, subscription: Omit<Subscription, 'arn'>): Subscription {
  const known = topic.subscriptions.find(
    ({ protocol, endpoint }) => protocol === subscription.protocol && endpoint === subscription.endpoint,
  );
  if (known) return known;
  const made = { ...subscription, arn: `${topic.arn}:${crypto.randomUUID()}` };
  topic.subscriptions.push(made);
  return made;
}
