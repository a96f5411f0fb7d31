import { ODD_ACCOUNTS, SESSION } from './odd-accounts.ts';
import type { OrganizationAccount } from './schema.ts';

const FIRST_ID = 200_000_000_001;
/** Accounts of one stage are in the same OU. */
const STAGES = ['shared', 'prod', 'stage', 'lab'];
const TEAMS = ['web', 'data', 'payments', 'search', 'identity', 'mobile', 'ml', 'billing'];
const OPT_INS = [[], [], [], ['af-south-1'], ['eu-south-1', 'il-central-1'], ['ap-east-1']];

/** Accounts that are computed when they are read. The same seed gives the same accounts. */
export class GeneratedAccounts {
  readonly count: number;
  readonly #seed: number;
  readonly #unitIds: readonly string[];
  readonly #odd: ReadonlyMap<number, OrganizationAccount>;

  constructor(generated: { accounts: number; seed: number } | undefined, unitIds: readonly string[]) {
    this.count = generated?.accounts ?? 0;
    this.#seed = generated?.seed ?? 0;
    this.#unitIds = unitIds;
    this.#odd = this.#placeOdd();
  }

  idAt(index: number): string {
    return String(FIRST_ID + index);
  }

  /** -1 for another account. */
  indexOf(id: string): number {
    const index = Number(id) - FIRST_ID;
    return index >= 0 && index < this.count ? index : -1;
  }

  at(index: number): OrganizationAccount {
    const number = String(index + 1).padStart(4, '0');
    const stage = this.#pick(STAGES, index, 1) ?? '';
    const name = `${stage}-${this.#pick(TEAMS, index, 2)}-${number}`;
    const unitId = this.#unitIds[STAGES.indexOf(stage) % this.#unitIds.length];
    return {
      name,
      sessions: { '*': SESSION },
      optedIn: [...(this.#pick(OPT_INS, index, 3) ?? [])],
      ...(unitId === undefined ? {} : { organizationalUnit: unitId }),
      ...this.#odd.get(index),
    };
  }

  /** One account of each odd kind, as far as there are accounts. */
  #placeOdd(): ReadonlyMap<number, OrganizationAccount> {
    const placed = new Map<number, OrganizationAccount>();
    for (const [kind, account] of ODD_ACCOUNTS.slice(0, this.count).entries()) {
      let index = Math.floor(random(this.#seed, kind, 4) * this.count);
      while (placed.has(index)) index = (index + 1) % this.count;
      placed.set(index, account);
    }
    return placed;
  }

  #pick<T>(from: readonly T[], index: number, purpose: number): T | undefined {
    return from[Math.floor(random(this.#seed, index, purpose) * from.length)];
  }
}

/** A number from 0 to 1 that depends on the three numbers alone: the finalizer of MurmurHash3. */
function random(seed: number, index: number, purpose: number): number {
  let hash = Math.imul(seed, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca6b) ^ Math.imul(purpose, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
