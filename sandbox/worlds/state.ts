import { AWS_REGIONS, MACIE_REGIONS, OPT_IN_REGIONS } from './regions.ts';
import type { OffWording } from '../services/macie2/off-wordings.ts';
import type { TrailRecord } from '../services/trail.ts';
import { valueIn } from './account-schema.ts';
import { ByTarget } from './by-target.ts';
import { newSession, type MacieSession } from './macie-session.ts';
import { keyOf, type Target } from './target.ts';
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
  readonly #administrators = new Map<string, string>();
  readonly #offWordings = new Map<string, Readonly<Record<string, OffWording>>>();
  readonly #optedIn = new Map<string, ReadonlySet<string>>();
  readonly #optStatus = new Map<string, string>();

  constructor(world: World, now: Date) {
    this.emailConfirmation = world.emailConfirmation;
    this.bucketOwners = world.bucketOwners;
    this.sessions = new ByTarget((target) => this.#initialSession(target, { world, now }));
    for (const [accountId, account] of Object.entries(world.accounts)) {
      this.#optedIn.set(accountId, new Set(account.optedIn));
      this.#offWordings.set(accountId, account.offWording);
      if (account.administrator !== undefined) this.#administrators.set(accountId, account.administrator);
      for (const [region, status] of Object.entries(account.optStatus))
        this.#optStatus.set(keyOf({ accountId, region }), status);
    }
    for (const [name, given] of Object.entries(world.parameters))
      this.parameters.set(name, typeof given === 'string' ? { type: 'String', value: given } : given);
    for (const [name, text] of Object.entries(world.objects)) this.objects.set(name, Buffer.from(text));
    for (const { account, region, name, subscriptions } of world.topics) {
      const topic = this.createTopic(`arn:aws:sns:${region}:${account}:${name}`);
      for (const { raw, ...subscription } of subscriptions) subscribe(topic, { ...subscription, isRaw: raw });
    }
  }

  #initialSession(target: Target, { world, now }: { world: World; now: Date }): MacieSession | undefined {
    const { accountId, region } = target;
    const sessions = world.accounts[accountId]?.sessions ?? {};
    const session = valueIn(sessions, region);
    if (!session || !MACIE_REGIONS.includes(region) || !this.isEnabled(target)) return undefined;
    return newSession({ accountId, now, ...session });
  }

  /** Opt-in Regions are enabled only if the world lists them in `optedIn`. */
  isEnabled({ accountId, region }: Target): boolean {
    if (!OPT_IN_REGIONS.includes(region)) return AWS_REGIONS.includes(region);
    return this.#optedIn.get(accountId)?.has(region) ?? false;
  }

  /** The Macie administrator of a member account; null for a standalone account. */
  administratorOf(accountId: string): string | null {
    return this.#administrators.get(accountId) ?? null;
  }

  /** The error that Macie answers here while it is not enabled. */
  offWording({ accountId, region }: Target): OffWording {
    const wordings = this.#offWordings.get(accountId);
    return wordings?.[region] ?? wordings?.['*'] ?? 'plain';
  }

  /** The status that account:ListRegions returns. */
  optStatus(target: Target): string {
    const changing = this.#optStatus.get(keyOf(target));
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
