import { setTimeout as sleep } from 'node:timers/promises';
import { callerIdentity, type Caller } from '../../aws/identity.ts';
import type { Clients } from '../../aws/clients.ts';
import type { Write, WriteAnswer } from '../../core/model.ts';
import { readSession, writeSession, type Reading } from '../../macie/session.ts';
import { enabledRegions, offeredRegions, type Lookup, type RegionStates } from '../../targets/lookup.ts';

/** What a run needs of the world, as functions. Each ends soon after its signal does. */
export interface Deps {
  readonly now: () => Date;
  readonly newId: () => string;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Whose credentials these are. Throws IdentityError. */
  readonly identify: (signal: AbortSignal) => Promise<Caller>;
  readonly offeredRegions: (signal: AbortSignal) => Promise<Lookup<readonly string[]>>;
  readonly enabledRegions: (signal: AbortSignal) => Promise<Lookup<RegionStates>>;
  readonly read: (region: string, signal: AbortSignal) => Promise<Reading>;
  readonly write: (order: WriteOrder, signal: AbortSignal) => Promise<WriteAnswer>;
  readonly limits: Limits;
}

interface WriteOrder {
  readonly region: string;
  readonly write: Write;
}

export interface Limits {
  readonly parallelReads: number;
  readonly parallelWrites: number;
  /** The most that one target or one lookup may cost, retries and waits included. */
  readonly callBudgetMs: number;
  /** Waits between a write and the readings after it, until one shows the desired value. */
  readonly readBackWaitsMs: readonly number[];
  /** Waits between readings of a Region in which a call was made that they do not show yet. */
  readonly lagWaitsMs: readonly number[];
}

export const LIMITS: Limits = {
  parallelReads: 32,
  parallelWrites: 8,
  callBudgetMs: 12_000,
  readBackWaitsMs: [100, 250, 500, 1000, 2000, 4000, 8000],
  lagWaitsMs: [250, 500, 1000, 2000, 4000],
};

/** The composition root: the real thing behind each function. */
export function createDeps(clients: Clients, limits: Limits = LIMITS): Deps {
  return {
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    wait: async (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    identify: (signal) => callerIdentity(clients, signal),
    offeredRegions: (signal) => offeredRegions(clients, signal),
    enabledRegions: (signal) => enabledRegions(clients, signal),
    read: (region, signal) => readSession({ client: clients.macieReader(region), region, signal }),
    write: ({ region, write }, signal) =>
      writeSession(write, { client: clients.macieWriter(region), region, signal, clientToken: crypto.randomUUID() }),
    limits,
  };
}
