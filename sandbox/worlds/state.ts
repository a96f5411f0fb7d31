import { AWS_REGIONS, MACIE_REGIONS, OPT_IN_REGIONS } from './regions.ts';
import type { TrailRecord } from '../services/trail.ts';
import type { World, WorldSession } from './world.ts';

/** A Macie session as the service keeps it. Times are ISO 8601. */
export interface MacieSession {
  readonly status: string;
  readonly findingPublishingFrequency: string;
  readonly serviceRole: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

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

/** What one subscriber got. `outcome`: `shown`, or what became of calling its endpoint. */
export interface Delivery {
  readonly topicArn: string;
  readonly messageId: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | null;
  readonly body: string;
  readonly outcome: Promise<string>;
}

export interface Parameter {
  readonly type: 'String' | 'SecureString';
  readonly value: string;
}

export interface AssumedRole {
  readonly accountId: string;
  readonly arn: string;
  readonly sessionName: string;
}

/** Everything that the sandbox remembers. */
export class State {
  readonly sessions = new Map<string, MacieSession>();
  /** Old sessions that readings still show, and for how many more readings. */
  readonly lagging = new Map<string, { readonly shown: MacieSession | undefined; readsLeft: number }>();
  readonly topics = new Map<string, Topic>();
  readonly parameters = new Map<string, Parameter>();
  readonly objects = new Map<string, Buffer>();
  readonly roles = new Map<string, AssumedRole>();
  readonly inbox: Delivery[] = [];
  /** Every Macie call, oldest first. */
  readonly trail: TrailRecord[] = [];
  readonly #optedIn = new Map<string, ReadonlySet<string>>();
  readonly #optStatus = new Map<string, string>();

  constructor(world: World, now: Date) {
    for (const [accountId, account] of Object.entries(world.accounts)) {
      this.#optedIn.set(accountId, new Set(account.optedIn));
      for (const [region, status] of Object.entries(account.optStatus))
        this.#optStatus.set(keyOf({ accountId, region }), status);
      for (const region of MACIE_REGIONS) {
        const session = region in account.sessions ? account.sessions[region] : account.sessions['*'];
        if (session && this.isEnabled({ accountId, region })) {
          this.sessions.set(keyOf({ accountId, region }), newSession({ accountId, now, ...session }));
        }
      }
    }
    for (const [name, given] of Object.entries(world.parameters))
      this.parameters.set(name, typeof given === 'string' ? { type: 'String', value: given } : given);
    for (const [name, text] of Object.entries(world.objects)) this.objects.set(name, Buffer.from(text));
    for (const { account, region, name, subscriptions } of world.topics) {
      const topic = this.createTopic(`arn:aws:sns:${region}:${account}:${name}`);
      for (const { protocol, endpoint, raw } of subscriptions) subscribe(topic, { protocol, endpoint, isRaw: raw });
    }
  }

  /** Is this Region enabled for the account? Opt-in Regions are only if the world says so. */
  isEnabled({ accountId, region }: Place): boolean {
    if (!OPT_IN_REGIONS.includes(region)) return AWS_REGIONS.includes(region);
    return this.#optedIn.get(accountId)?.has(region) ?? false;
  }

  /** What account:ListRegions says. */
  optStatus(place: Place): string {
    const changing = this.#optStatus.get(keyOf(place));
    if (changing !== undefined) return changing;
    if (!OPT_IN_REGIONS.includes(place.region)) return 'ENABLED_BY_DEFAULT';
    return this.isEnabled(place) ? 'ENABLED' : 'DISABLED';
  }

  createTopic(arn: string): Topic {
    const topic = this.topics.get(arn) ?? { arn, subscriptions: [] };
    this.topics.set(arn, topic);
    return topic;
  }
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export function keyOf({ accountId, region }: Place): string {
  return `${accountId}/${region}`;
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

export function newSession({
  accountId,
  now,
  status,
  findingPublishingFrequency,
  serviceRole,
  createdAt,
  updatedAt,
}: WorldSession & { accountId: string; now: Date }): MacieSession {
  const since = createdAt ?? now.toISOString();
  return {
    status,
    findingPublishingFrequency,
    serviceRole:
      serviceRole ?? `arn:aws:iam::${accountId}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`,
    createdAt: since,
    updatedAt: updatedAt ?? since,
  };
}
