import { valueIn } from '../by-region.ts';
import { GroupValues } from '../group-values.ts';
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

/** The place of a mode among values by target: a Region has one administrator. */
export function modeOf(region: string): Target {
  return { accountId: 'administrator', region };
}

/** Automated sensitive data discovery, by account and Region, and the mode of the administrator by Region. */
export class Discovery {
  readonly #parts: Parts;
  /** By account and Region, with the lag of writes. */
  readonly stored: GroupValues<Status>;
  /** Of the administrator, by Region. */
  readonly modes: GroupValues<Mode>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.stored = new GroupValues((target) => this.#initial(target));
    const { autoEnableOrganizationMembers: mode = 'NONE' } = parts.settings ?? {};
    this.modes = new GroupValues(() => mode ?? undefined);
  }

  of(target: Target): Status {
    return this.stored.get(target) ?? 'DISABLED';
  }

  /** What a read returns. */
  shown(target: Target): Status {
    return this.stored.read(target) ?? 'DISABLED';
  }

  set(target: Target, status: Status): void {
    this.stored.set(target, status);
  }

  /** null: the answer does not have it. */
  modeIn(region: string): Mode | null {
    return this.modes.read(modeOf(region)) ?? null;
  }

  /** ALL enables every member of now too. */
  setMode(region: string, mode: Mode): void {
    this.modes.set(modeOf(region), mode);
    if (mode !== 'ALL') return;
    const { accounts, memberships } = this.#parts;
    for (let index = 0; index < accounts.count; index++) {
      const target = { accountId: accounts.idAt(index), region };
      if (memberships.get(target)?.by === 'organization') this.stored.set(target, 'ENABLED');
    }
  }

  /** Without an administrator, automated discovery is off for all former members. */
  endAll(region: string): void {
    for (const [target] of this.stored.changes()) if (target.region === region) this.stored.set(target, 'DISABLED');
  }

  #initial(target: Target): Status {
    const { accounts, memberships, designations, settings } = this.#parts;
    const { automatedDiscovery = {} } = accounts.get(target.accountId);
    const given =
      typeof automatedDiscovery === 'string' ? automatedDiscovery : valueIn(automatedDiscovery, target.region);
    if (given !== undefined || memberships.hasEnded(target.region)) return given ?? 'DISABLED';
    if (designations.initial(target.region) === target.accountId) return settings?.status ?? 'DISABLED';
    const isMember = memberships.initial(target)?.by === 'organization';
    return isMember && settings?.autoEnableOrganizationMembers === 'ALL' ? 'ENABLED' : 'DISABLED';
  }
}
