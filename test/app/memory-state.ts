import type { StateStore } from '../../lib/app/run/deps.ts';
import { EMPTY_STATE, type State } from '../../lib/core/alerts/records.ts';

/** A state table in memory with the rules of the real one. `step` is awaited before each operation: a test can stop or fail there. */
export function memoryState(
  step: (operation: string) => Promise<void> = () => Promise.resolve(),
  unreadableKeys: readonly string[] = [],
) {
  const states = new Map<string, State>();
  const leases = new Map<string, { owner: string; until: number }>();
  const endings = new Map<string, string>();
  const runs: string[] = [];
  const store: StateStore = {
    takeLease: async (accountId, { owner, now, until }) => {
      await step('takeLease');
      const lease = leases.get(accountId);
      if (lease && lease.owner !== owner && lease.until >= now.getTime()) return false;
      leases.set(accountId, { owner, until: until.getTime() });
      return true;
    },
    releaseLease: async (accountId, { owner, asOf }) => {
      await step('releaseLease');
      if (leases.get(accountId)?.owner !== owner) return;
      leases.delete(accountId);
      if (asOf !== null) endings.set(accountId, asOf);
    },
    load: async (accountId) => {
      await step('load');
      const state = states.get(accountId) ?? EMPTY_STATE;
      return { state, asOf: endings.get(accountId) ?? null, unreadableKeys, convertedKeys: [] };
    },
    save: async (accountId, { after }) => {
      await step('save');
      const own = <T extends { accountId: string }>(all: readonly T[]) =>
        all.filter((one) => one.accountId === accountId);
      states.set(accountId, {
        drifts: own(after.drifts),
        unreadable: own(after.unreadable),
        ledgers: own(after.ledgers),
        sessions: own(after.sessions),
        policies: own(after.policies),
      });
    },
    openAccounts: async () => {
      await step('openAccounts');
      return [...states].flatMap(([accountId, { drifts, unreadable }]) =>
        [...drifts, ...unreadable].some(({ state, pending }) => state !== 'closed' || pending.length > 0)
          ? [accountId]
          : [],
      );
    },
    putRun: async ({ runId }) => {
      await step('putRun');
      runs.push(runId);
    },
    lastRuns: () => Promise.resolve([]),
    runsSince: () => Promise.resolve({ runs: [], hasEarlier: false }),
  };
  return {
    store,
    runs,
    stateOf: (accountId: string): State => states.get(accountId) ?? EMPTY_STATE,
    replace: (accountId: string, state: State): void => {
      states.set(accountId, state);
    },
  };
}
