import type { Store } from '../../lib/state/table.ts';
import { keyOf, type Item } from '../../lib/core/alerts/model.ts';

/** A table in memory with the rules of the real one. `step` is awaited before each operation: a test can stop or fail there. */
export function memoryStore(
  step: (operation: string) => Promise<void> = () => Promise.resolve(),
  left: readonly string[] = [],
) {
  const items = new Map<string, Item>();
  let lease: { owner: string; until: number } | null = null;
  let asOf: string | null = null;
  const store: Store = {
    claim: async (_, { owner, now, until }) => {
      await step('claim');
      if (lease && lease.owner !== owner && lease.until >= now.getTime()) return false;
      lease = { owner, until: until.getTime() };
      return true;
    },
    load: async () => {
      await step('load');
      return { items: [...items.values()], asOf, left };
    },
    save: async ({ before, after }) => {
      await step('save');
      for (const item of before) items.delete(keyOf(item));
      for (const item of after) items.set(keyOf(item), item);
    },
    record: () => step('record'),
    runs: () => Promise.resolve([]),
    release: async (_, { owner, asOf: newest }) => {
      await step('release');
      if (lease?.owner !== owner) return;
      lease = null;
      asOf = newest;
    },
  };
  return { store, items };
}
