import { accountItemKey, driftKey, unreadableKey, type State, type StoredState } from '../../core/alerts/records.ts';
import type { LifeEvent } from '../../core/history/life-event.ts';
import { targetKey } from '../../core/target.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { StateStore } from './deps.ts';

/** The stored states of the accounts of a run, and all of them as one. */
export interface StoredStates {
  readonly byAccount: ReadonlyMap<string, StoredState>;
  readonly state: State;
  readonly unreadableKeys: readonly string[];
  /** By account: the version of its state, for the ids of alerts. */
  readonly versions: Readonly<Record<string, string>>;
  /** When the last run ended that changed any of them. */
  readonly asOf: string | null;
}

const NEVER_SAVED = 'first';

/** One Query for each account. */
export async function loadStates(accountIds: readonly string[], store: StateStore): Promise<StoredStates> {
  const loaded = await Promise.all(
    accountIds.map(async (accountId) => [accountId, await store.load(accountId)] as const),
  );
  const states = loaded.map(([, stored]) => stored);
  return {
    byAccount: new Map(loaded),
    state: {
      drifts: states.flatMap(({ state }) => state.drifts),
      unreadable: states.flatMap(({ state }) => state.unreadable),
      ledgers: states.flatMap(({ state }) => state.ledgers),
      sessions: states.flatMap(({ state }) => state.sessions),
      policies: states.flatMap(({ state }) => state.policies),
    },
    unreadableKeys: states.flatMap(({ unreadableKeys }) => unreadableKeys),
    versions: Object.fromEntries(loaded.map(([accountId, { asOf }]) => [accountId, asOf ?? NEVER_SAVED])),
    asOf:
      states
        .flatMap(({ asOf }) => asOf ?? [])
        .toSorted()
        .at(-1) ?? null,
  };
}

/** Writes the difference of each account, and returns what is stored then. Records of a newer version are left alone. */
export async function saveStates(
  stored: StoredStates,
  after: State,
  store: StateStore,
  events: readonly LifeEvent[] = [],
): Promise<StoredStates> {
  const next = withoutKeys(after, stored.unreadableKeys);
  const left = new Set(stored.unreadableKeys);
  const known = events.filter((event) => !left.has(event.subject === 'drift' ? driftKey(event) : unreadableKey(event)));
  await Promise.all(
    [...stored.byAccount].map(([accountId, before]) => store.save(accountId, { before, after: next, events: known })),
  );
  const byAccount = new Map(
    [...stored.byAccount].map(([accountId, before]) => [
      accountId,
      { ...before, state: ofAccount(next, accountId), convertedKeys: [] },
    ]),
  );
  return { ...stored, byAccount, state: next };
}

export function ofAccount({ drifts, unreadable, ledgers, sessions, policies }: State, accountId: string): State {
  const isOwn = (one: { readonly accountId: string }): boolean => one.accountId === accountId;
  return {
    drifts: drifts.filter(isOwn),
    unreadable: unreadable.filter(isOwn),
    ledgers: ledgers.filter(isOwn),
    sessions: sessions.filter(isOwn),
    policies: policies.filter(isOwn),
  };
}

function withoutKeys(state: State, keys: readonly string[]): State {
  if (keys.length === 0) return state;
  const left = new Set(keys);
  return {
    drifts: state.drifts.filter((record) => !left.has(driftKey(record))),
    unreadable: state.unreadable.filter((record) => !left.has(unreadableKey(record))),
    ledgers: state.ledgers.filter((ledger) => !left.has(targetKey(ledger))),
    sessions: state.sessions.filter((one) => !left.has(accountItemKey(one))),
    policies: state.policies.filter((one) => !left.has(accountItemKey(one))),
  };
}

/** A scan this much older than the state comes from a wrong clock. */
const LONGEST_RUN_MS = 15 * MINUTE_MS;

/** Has another run changed the state since this scan began, or at the same time? Then its readings are outdated. */
export function isOutdated({ startedAt }: { readonly startedAt: string }, { asOf }: StoredStates): boolean {
  if (asOf === null) return false;
  const behindMs = Date.parse(asOf) - Date.parse(startedAt);
  return behindMs >= 0 && behindMs < LONGEST_RUN_MS;
}
