import type { GivenAccount, WorldAccount } from '../account-schema.ts';
import type { World } from '../world-schema.ts';
import type { OrganizationAccount, WorldOrganization } from './schema.ts';

/** What AWS Organizations knows of an account. */
export type Member = {
  readonly [Key in 'name' | 'email' | 'state' | 'joined']: NonNullable<OrganizationAccount[Key]>;
} & {
  readonly organizationalUnit: string | undefined;
};

/** The accounts of a world: first those of the organization, then the others. */
export class Accounts {
  readonly #world: World;
  readonly #memberIds: readonly string[];
  readonly #members: ReadonlySet<string>;
  readonly #otherIds: string[];

  constructor(world: World) {
    this.#world = world;
    this.#memberIds = world.organization ? memberIdsOf(world.organization) : [];
    this.#members = new Set(this.#memberIds);
    this.#otherIds = Object.keys(world.accounts).filter((id) => !this.isInOrganization(id));
  }

  /** The number of accounts in the organization. */
  get memberCount(): number {
    return this.#memberIds.length;
  }

  get count(): number {
    return this.memberCount + this.#otherIds.length;
  }

  idAt(index: number): string {
    return this.#memberIds[index] ?? this.#otherIds[index - this.memberCount] ?? '';
  }

  isInOrganization(id: string): boolean {
    return this.#members.has(id);
  }

  /** Makes an account appear in lists that the world does not describe. */
  add(id: string): void {
    if (!this.isInOrganization(id) && !this.#otherIds.includes(id)) this.#otherIds.push(id);
  }

  get(id: string): WorldAccount {
    const given = this.#given(id);
    const { optedIn = [], optStatus = {}, sessions = {}, offWording = {} } = given;
    return { ...given, optedIn, optStatus, sessions, offWording };
  }

  /** Whether the account's keys work, and Macie runs. */
  isOperational(id: string): boolean {
    return ['ACTIVE', 'PENDING_CLOSURE'].includes(this.member(id).state);
  }

  /** Of an account in the organization. */
  member(id: string): Member {
    const role = id === this.#world.organization?.managementAccount ? 'management' : `account-${id}`;
    const { name = role, state = 'ACTIVE', joined = 'CREATED', organizationalUnit, ...given } = this.#given(id);
    return { name, state, joined, email: given.email ?? `aws+${name}@example.com`, organizationalUnit };
  }

  #given(id: string): GivenAccount & OrganizationAccount {
    const { accounts, organization } = this.#world;
    if (!organization || !this.isInOrganization(id)) return accounts[id] ?? {};
    return { ...organization.defaults, ...organization.accounts[id] };
  }
}

/** The management account and the administrators belong to the organization, listed or not. */
function memberIdsOf({ managementAccount, administrator, hub, accounts }: WorldOrganization): readonly string[] {
  const administrators = Object.values(administrator).flatMap((list) => list.map(({ account }) => account));
  return [...new Set([managementAccount, ...administrators, ...(hub ? [hub] : []), ...Object.keys(accounts)])];
}
