import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { StateStore } from '../../lib/app/run/deps.ts';
import type { State } from '../../lib/core/alerts/records.ts';
import type { RunRecord } from '../../lib/core/compliance/report.ts';
import { changedItems } from '../../lib/state/save.ts';
import { accountKey, storedItem, type Attributes, accountOf } from '../../lib/state/stored-items.ts';
import { readState } from '../../lib/state/stored-state.ts';

/**
 * A table in memory that keeps items as the real one does, encoded. `step` is awaited before each operation: a test can stop
 * or fail there. `unreadableKeys`: of items that this version does not understand.
 */
export function memoryStore(
  step: (operation: keyof StateStore) => Promise<void> = () => Promise.resolve(),
  unreadableKeys: readonly string[] = [],
) {
  const items = new Map<string, Attributes>();
  const leases = new Map<string, { owner: string; untilMs: number }>();
  const asOfs = new Map<string, string>();
  const runs: RunRecord[] = [];
  const load = (accountId: string) => {
    const own = [...items.values()].map(storedItem).filter(({ pk }) => pk === accountKey(accountId));
    const stored = readState(accountId, own);
    return {
      ...stored,
      unreadableKeys: [...stored.unreadableKeys, ...unreadableKeys],
      asOf: asOfs.get(accountId) ?? null,
    };
  };
  const store: StateStore = {
    takeLease: async (accountId, { owner, now, until }) => {
      await step('takeLease');
      const lease = leases.get(accountId);
      if (lease && lease.owner !== owner && lease.untilMs >= now.getTime()) return false;
      leases.set(accountId, { owner, untilMs: until.getTime() });
      return true;
    },
    releaseLease: async (accountId, { owner, asOf }) => {
      await step('releaseLease');
      if (leases.get(accountId)?.owner !== owner) return;
      leases.delete(accountId);
      if (asOf !== null) asOfs.set(accountId, asOf);
    },
    load: async (accountId) => {
      await step('load');
      return load(accountId);
    },
    save: async (accountId, change) => {
      await step('save');
      for (const { PutRequest, DeleteRequest } of changedItems(accountId, change)) {
        if (PutRequest?.Item) items.set(keyOf(PutRequest.Item), PutRequest.Item);
        if (DeleteRequest?.Key) items.delete(keyOf(DeleteRequest.Key));
      }
    },
    openAccounts: async () => {
      await step('openAccounts');
      const open = [...items.values()].filter(({ open: isOpen }) => isOpen !== undefined);
      return [...new Set(open.flatMap((item) => accountOf(item) ?? []))].toSorted();
    },
    putRun: async (run) => {
      await step('putRun');
      runs.push(run);
    },
    lastRuns: async (limit) => {
      await step('lastRuns');
      return runs.slice(-limit);
    },
    runsSince: async (from) => {
      await step('runsSince');
      const later = runs.filter(({ startedAt }) => startedAt >= from);
      return { runs: later, hasEarlier: later.length < runs.length };
    },
  };
  /** The state of one account. */
  const state = (accountId = '111122223333'): State => load(accountId).state;
  return { store, items, runs, state };
}

function keyOf(attributes: Attributes): string {
  const { pk, sk }: Partial<Record<string, unknown>> = unmarshall(attributes);
  return `${String(pk)} ${String(sk)}`;
}
