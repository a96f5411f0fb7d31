import { AWS_REGIONS, MACIE_REGIONS, OPT_IN_REGIONS } from './regions.ts';
import type { OffWording } from '../services/macie2/off-wordings.ts';
import type { TrailRecord } from '../services/trail.ts';
import { valueIn, type WorldAccount } from './account-schema.ts';
import { ByTarget } from './by-target.ts';
import { Accounts } from './organization/accounts.ts';
import { Organization } from './organization/organization.ts';
import { newSession, type MacieSession } from './macie-session.ts';
import type { Target } from './target.ts';
import { subscribe, type Delivery, type Topic } from './topics.ts';
import type { World } from './world-schema.ts';

export interface Parameter {
  readonly type: 'String' | 'SecureString';
  readonly value: string;
}

export interface AssumedRole {
  readonly accountId: string;
  readonly arn: string;
  readonly sessionName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The mutable state of a running sandbox. */
export class State {
  readonly sessions: ByTarget<MacieSession>;
  /** Old sessions that reads still return, with the number of such reads left. */
  readonly lagging = new Map<string, { readonly shown: MacieSession | undefined; readsLeft: number }>();
  readonly topics = new Map<string, Topic>();
  readonly emailConfirmation: World['emailConfirmation'];
  readonly parameters = new Map<string, Parameter>();
  readonly objects = new Map<string, Buffer>();
  readonly bucketOwners: World['bucketOwners'];
  readonly roles = new Map<string, AssumedRole>();
  readonly inbox: Delivery[] = [];
  /** Every Macie call, oldest first. */
  readonly trail: TrailRecord[] = [];
  readonly accounts: Accounts;
  /** Null in a world without an organization. */
  readonly organization: Organization | null;

  constructor(world: World, now: Date) {
    this.accounts = new Accounts(world);
    this.organization = world.organization ? new Organization(world.organization) : null;
    this.emailConfirmation = world.emailConfirmation;
    this.bucketOwners = world.bucketOwners;
    this.sessions = new ByTarget((target) => this.#initialSession(target, now));
    for (const [name, given] of Object.entries(world.parameters))
      this.parameters.set(name, typeof given === 'string' ? { type: 'String', value: given } : given);
    for (const [name, text] of Object.entries(world.objects)) this.objects.set(name, Buffer.from(text));
    for (const { account, region, name, subscriptions } of world.topics) {
      const topic = this.createTopic(`arn:aws:sns:${region}:${account}:${name}`);
      for (const { raw, ...subscription } of subscriptions) subscribe(topic, { ...subscription, isRaw: raw });
    }
  }

  #initialSession(target: Target, now: Date): MacieSession | undefined {
    const { accountId, region } = target;
    const session = valueIn(this.accountOf(accountId).sessions, region);
    if (!session || !MACIE_REGIONS.includes(region) || !this.isEnabled(target)) return undefined;
    return newSession({ accountId, now, ...session });
  }

  /** The account as the world describes it. Every account exists; a world describes those that are not empty. */
  accountOf(accountId: string): WorldAccount {
    return this.accounts.get(accountId);
  }

  /** Opt-in Regions are enabled only if the world lists them in `optedIn`. */
  isEnabled({ accountId, region }: Target): boolean {
    if (!OPT_IN_REGIONS.includes(region)) return AWS_REGIONS.includes(region);
    return this.accountOf(accountId).optedIn.includes(region);
  }

  /** The Macie administrator of a member account; null for a standalone account. */
  administratorOf(accountId: string): string | null {
    return this.accountOf(accountId).administrator ?? null;
  }

  /** The error that Macie answers here while it is not enabled. */
  offWording({ accountId, region }: Target): OffWording {
    return valueIn(this.accountOf(accountId).offWording, region) ?? 'plain';
  }

  /** The status that account:ListRegions returns. */
  optStatus(target: Target): string {
    const changing = this.accountOf(target.accountId).optStatus[target.region];
    if (changing !== undefined) return changing;
    if (!OPT_IN_REGIONS.includes(target.region)) return 'ENABLED_BY_DEFAULT';
    return this.isEnabled(target) ? 'ENABLED' : 'DISABLED';
  }

  createTopic(arn: string): Topic {
    const topic = this.topics.get(arn) ?? { arn, subscriptions: [] };
    this.topics.set(arn, topic);
    return topic;
  }
}
