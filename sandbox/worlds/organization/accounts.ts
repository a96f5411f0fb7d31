import type { GivenAccount, WorldAccount } from '../account-schema.ts';
import type { World } from '../world-schema.ts';
import { GeneratedAccounts } from './generated-accounts.ts';
import { idsOf } from './unit-schema.ts';
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
  readonly #generated: GeneratedAccounts;
  readonly #memberIds: readonly string[];
  readonly #members: ReadonlySet<string>;
  readonly #otherIds: string[];
  readonly #suspended = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    const { generated, organizationalUnits = [] } = world.organization ?? {};
    this.#generated = new GeneratedAccounts(generated, idsOf(organizationalUnits));
    const listed = world.organization ? memberIdsOf(world.organization) : [];
    this.#memberIds = listed.filter((id) => this.#generated.indexOf(id) < 0);
    this.#members = new Set(this.#memberIds);
    this.#otherIds = Object.keys(world.accounts).filter((id) => !this.isInOrganization(id));
  }

  /** The number of accounts in the organization. */
  get memberCount(): number {
    return this.#memberIds.length + this.#generated.count;
  }

  get count(): number {
    return this.memberCount + this.#otherIds.length;
  }

  idAt(index: number): string {
    const listed = this.#memberIds[index];
    if (listed !== undefined) return listed;
    if (index < this.memberCount) return this.#generated.idAt(index - this.#memberIds.length);
    return this.#otherIds[index - this.memberCount] ?? '';
  }

  isInOrganization(id: string): boolean {
    return this.#members.has(id) || this.#generated.indexOf(id) >= 0;
  }

  /** Makes an account appear in lists that the world does not describe. */
  add(id: string): void {
    if (!this.isInOrganization(id) && !this.#otherIds.includes(id)) this.#otherIds.push(id);
  }

  get(id: string): WorldAccount {
    const given = this.#given(id);
    const { optedIn = [], optStatus = {}, sessions = {}, offWording = {}, buckets = {} } = given;
    return { ...given, optedIn, optStatus, sessions, offWording, buckets };
  }

  suspend(id: string): void {
    this.#suspended.add(id);
  }

  /** Whether the account's keys work, and Macie runs. */
  isOperational(id: string): boolean {
    return ['ACTIVE', 'PENDING_CLOSURE'].includes(this.member(id).state);
  }

  /** Of an account in the organization. */
  member(id: string): Member {
    const role = id === this.#world.organization?.managementAccount ? 'management' : `account-${id}`;
    const { name = role, state = 'ACTIVE', joined = 'CREATED', organizationalUnit, ...given } = this.#given(id);
    const isSuspended = this.#suspended.has(id);
    return {
      name,
      state: isSuspended ? 'SUSPENDED' : state,
      joined,
      email: given.email ?? `aws+${name}@example.com`,
      organizationalUnit,
    };
  }

  #given(id: string): GivenAccount & OrganizationAccount {
    const { accounts, organization } = this.#world;
    if (!organization || !this.isInOrganization(id)) return accounts[id] ?? {};
    const index = this.#generated.indexOf(id);
    const generated = index < 0 ? {} : this.#generated.at(index);
    return { ...organization.defaults, ...generated, ...organization.accounts[id] };
  }
}

/** The management account, every administrator and the hub belong to the organization, listed or not. */
function memberIdsOf(organization: WorldOrganization): readonly string[] {
  const { managementAccount, administrator, delegatedAdministrators, hub, accounts } = organization;
  const administrators = Object.values(administrator).flatMap((list) => list.map(({ account }) => account));
  const others = [...Object.values(delegatedAdministrators).flat(), ...(hub ? [hub] : []), ...Object.keys(accounts)];
  return [...new Set([managementAccount, ...administrators, ...others])];
}
