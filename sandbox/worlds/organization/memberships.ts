import { valueIn } from '../by-region.ts';
import { ByTarget } from '../by-target.ts';
import { hasRegion, initialSession } from '../initial-session.ts';
import type { Target } from '../target.ts';
import type { Accounts } from './accounts.ts';
import type { Designations } from './designations.ts';

/** The relationship between an account and its Macie administrator in a Region. */
export interface Membership {
  readonly administratorId: string;
  readonly by: 'organization' | 'invitation';
  /** The relationshipStatus. For Enabled and Paused, the session decides between the two. */
  readonly status: string;
  readonly email: string | null;
  readonly invitedAt: string | null;
  readonly updatedAt: string;
  /** When a member that is `Created` becomes Enabled, in milliseconds since 1970; null is never. */
  readonly readyAt: number | null;
}

interface Parts {
  readonly accounts: Accounts;
  readonly designations: Designations;
  readonly lagMs: number;
  readonly startedAt: Date;
}

const FOLLOWS_SESSION = new Set(['Enabled', 'Paused', 'Created']);

/** The memberships by account and Region. */
export class Memberships {
  readonly #parts: Parts;
  readonly #stored: ByTarget<Membership>;
  /** Regions whose administrator was removed: the memberships of the world have ended there. */
  readonly #ended = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stored = new ByTarget((target) => {
      const membership = this.initial(target);
      return membership?.by === 'organization' && this.#ended.has(target.region) ? undefined : membership;
    });
  }

  get(target: Target): Membership | undefined {
    return this.#stored.get(target);
  }

  set(target: Target, membership: Membership): void {
    this.#parts.accounts.add(target.accountId);
    this.#stored.set(target, membership);
  }

  restore(target: Target, membership: Membership | undefined): void {
    this.#stored.restore(target, membership);
  }

  delete(target: Target): void {
    this.#stored.delete(target);
  }

  /** Ends every membership via AWS Organizations in a Region. The accounts become standalone. */
  endAll(region: string): void {
    this.#ended.add(region);
    for (const [target, membership] of this.#stored.changes())
      if (target.region === region && membership?.by === 'organization') this.#stored.delete(target);
  }

  hasEnded(region: string): boolean {
    return this.#ended.has(region);
  }

  /** The membership that the world describes, or the default of the organization. */
  initial(target: Target): Membership | undefined {
    const { accounts, designations, lagMs, startedAt } = this.#parts;
    const { accountId, region } = target;
    const account = accounts.get(accountId);
    const since = { email: null, invitedAt: null, updatedAt: startedAt.toISOString(), readyAt: null };
    if (account.administrator !== undefined)
      return { administratorId: account.administrator, by: 'organization', status: 'Enabled', ...since };
    const given = account.membership && valueIn(account.membership, region);
    const administratorId = given?.administrator ?? designations.initial(region);
    if (given === null || administratorId === null || administratorId === accountId) return undefined;
    if (!given) {
      const isMember = accounts.isInOrganization(accountId) && initialSession(account, region) !== null;
      return isMember ? { administratorId, by: 'organization', status: 'Enabled', ...since } : undefined;
    }
    const { status, by } = given;
    if (FOLLOWS_SESSION.has(status) && !hasRegion(account, region)) return undefined;
    const readyAt = status === 'Created' && by === 'organization' && lagMs > 0 ? startedAt.getTime() + lagMs : null;
    if (by === 'organization') return { administratorId, by, status, ...since, readyAt };
    const email = given.email ?? accounts.member(accountId).email;
    return { administratorId, by, status, ...since, email, invitedAt: given.invitedAt ?? since.updatedAt };
  }
}
