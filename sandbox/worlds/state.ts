import type { AssumedRole, ObjectFacts } from './stored.ts';
import { OPT_IN_REGIONS } from './regions.ts';
import type { OffWording } from '../services/macie2/off-wordings.ts';
import type { StoredFinding } from '../services/security-hub/finding-limits.ts';
import type { TrailRecord } from '../services/trail.ts';
import type { WorldAccount } from './account-schema.ts';
import { valueIn } from './by-region.ts';
import { ByTarget } from './by-target.ts';
import { exportOf, type Export } from './export-schema.ts';
import { hasRegion, initialSession } from './initial-session.ts';
import { GroupValues } from './group-values.ts';
import { Accounts } from './organization/accounts.ts';
import { Designations } from './organization/designations.ts';
import { Discovery } from './organization/discovery.ts';
import { Memberships } from './organization/memberships.ts';
import { Organization } from './organization/organization.ts';
import { newSession, type MacieSession } from './macie-session.ts';
import { publicationOf, type Publication } from './publication-schema.ts';
import { keyOf, type Target } from './target.ts';
import { busOf, type EventBus } from './event-buses.ts';
import { subscribe, type Delivery, type Topic } from './topics.ts';
import type { World } from './world-schema.ts';

export interface Parameter {
  readonly type: 'String' | 'SecureString';
  readonly value: string;
}

/** The mutable state of a running sandbox. */
export class State {
  readonly sessions: ByTarget<MacieSession>;
  readonly publication: GroupValues<Publication>;
  readonly classificationExport: GroupValues<Export>;
  readonly reveal: GroupValues<'ENABLED' | 'DISABLED'>;
  /** Old sessions that reads still return, with the number of such reads left. */
  readonly lagging = new Map<string, { readonly shown: MacieSession | undefined; readsLeft: number }>();
  /** By Region, where UpdateOrganizationConfiguration has changed it. */
  readonly autoEnable = new Map<string, boolean>();
  readonly topics = new Map<string, Topic>();
  /** By ARN. */
  readonly eventBuses: ReadonlyMap<string, EventBus>;
  readonly emailConfirmation: World['emailConfirmation'];
  readonly parameters = new Map<string, Parameter>();
  readonly objects = new Map<string, Buffer>();
  /** Of objects that were put: an object of the world has none, and is as old as the sandbox. */
  readonly objectFacts = new Map<string, ObjectFacts>();
  readonly startedAt: Date;
  readonly bucketOwners: World['bucketOwners'];
  readonly stack: World['stack'];
  readonly trails: World['trails'];
  readonly roles = new Map<string, AssumedRole>();
  /** The number of access keys that AssumeRole has handed out. */
  issuedKeys = 0;
  readonly inbox: Delivery[] = [];
  /** Of Security Hub, by account, Region and Id. */
  readonly findings = new Map<string, StoredFinding>();
  /** Every Macie call, oldest first. */
  readonly trail: TrailRecord[] = [];
  readonly accounts: Accounts;
  /** Null in a world without an organization. */
  readonly organization: Organization | null;
  readonly designations: Designations;
  readonly memberships: Memberships;
  readonly discovery: Discovery;
  /** The frequency that an administrator last set for its members, by its id and Region. */
  readonly memberFrequencies = new Map<string, string>();

  constructor(world: World, now: Date) {
    this.startedAt = now;
    this.accounts = new Accounts(world);
    this.designations = new Designations(world.organization);
    this.organization = world.organization ? new Organization(world.organization, this.designations) : null;
    this.memberships = new Memberships({
      accounts: this.accounts,
      designations: this.designations,
      lagMs: world.organization?.lag ?? 0,
      startedAt: now,
    });
    this.discovery = new Discovery({
      accounts: this.accounts,
      memberships: this.memberships,
      designations: this.designations,
      settings: world.organization?.automatedDiscovery,
    });
    this.eventBuses = new Map(world.eventBuses.map(busOf).map((bus) => [bus.arn, bus]));
    this.emailConfirmation = world.emailConfirmation;
    this.bucketOwners = world.bucketOwners;
    this.stack = world.stack;
    this.trails = world.trails;
    this.sessions = new ByTarget((target) => this.#initialSession(target, now));
    this.publication = new GroupValues(({ accountId, region }) =>
      publicationOf(this.accountOf(accountId).findingsPublication, region),
    );
    this.classificationExport = new GroupValues(({ accountId, region }) =>
      exportOf(this.accountOf(accountId).classificationExport, region),
    );
    this.reveal = new GroupValues(({ accountId, region }) => valueIn(this.accountOf(accountId).reveal ?? {}, region));
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
    const session = initialSession(this.accountOf(accountId), region);
    if (!session) return undefined;
    const administratorId = this.memberships.initial(target)?.administratorId ?? '';
    const changed = this.memberFrequencies.get(keyOf({ accountId: administratorId, region }));
    return {
      ...newSession({ accountId, now, ...session }),
      ...(changed ? { findingPublishingFrequency: changed } : {}),
    };
  }

  /** The account as the world describes it. Every account exists; a world describes those that are not empty. */
  accountOf(accountId: string): WorldAccount {
    return this.accounts.get(accountId);
  }

  isEnabled({ accountId, region }: Target): boolean {
    return hasRegion(this.accountOf(accountId), region);
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
