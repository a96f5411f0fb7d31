import { ByTarget } from '../by-target.ts';
import type { Target } from '../target.ts';
import type { Accounts } from './accounts.ts';
import type { Designations } from './designations.ts';
import type { Memberships } from './memberships.ts';
import type { WorldOrganization } from './schema.ts';

type Status = 'ENABLED' | 'DISABLED';
type Mode = 'ALL' | 'NEW' | 'NONE';

interface Parts {
  readonly accounts: Accounts;
  readonly memberships: Memberships;
  readonly designations: Designations;
  readonly settings: WorldOrganization['automatedDiscovery'];
}

/** Automated sensitive data discovery, by account and Region, and the mode of the administrator by Region. */
export class Discovery {
  readonly #parts: Parts;
  readonly #stored: ByTarget<Status>;
  readonly #modes = new Map<string, Mode>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stored = new ByTarget((target) => this.#initial(target));
  }

  of(target: Target): Status {
    return this.#stored.get(target) ?? 'DISABLED';
  }

  set(target: Target, status: Status): void {
    this.#stored.set(target, status);
  }

  modeIn(region: string): Mode {
    return this.#modes.get(region) ?? this.#parts.settings?.autoEnableOrganizationMembers ?? 'NONE';
  }

  /** ALL enables every member of now too. */
  setMode(region: string, mode: Mode): void {
    this.#modes.set(region, mode);
    if (mode !== 'ALL') return;
    const { accounts, memberships } = this.#parts;
    for (let index = 0; index < accounts.count; index++) {
      const target = { accountId: accounts.idAt(index), region };
      if (memberships.get(target)?.by === 'organization') this.#stored.set(target, 'ENABLED');
    }
  }

  /** Without an administrator, automated discovery is off for all former members. */
  endAll(region: string): void {
    for (const [target] of this.#stored.changes()) if (target.region === region) this.#stored.set(target, 'DISABLED');
  }

  #initial(target: Target): Status {
    const { accounts, memberships, designations, settings } = this.#parts;
    const given = accounts.get(target.accountId).automatedDiscovery;
    if (given !== undefined || memberships.hasEnded(target.region)) return given ?? 'DISABLED';
    if (designations.initial(target.region) === target.accountId) return settings?.status ?? 'DISABLED';
    const isMember = memberships.initial(target)?.by === 'organization';
    return isMember && settings?.autoEnableOrganizationMembers === 'ALL' ? 'ENABLED' : 'DISABLED';
  }
}
