import type { TableOptions } from '../../state/batch-write.ts';
import type { ChangeDeps } from '../change/deps.ts';

/** So many ids are kept in memory: a second delivery usually comes soon. */
const MAX_CACHED = 2000;

/** The processed events of the table, with those of this process in front. */
export function createProcessedEventsCache(
  options: TableOptions,
  now: () => Date,
): NonNullable<ChangeDeps['processedEvents']> {
  const cached = new Set<string>();
  const open = async () => (await import('../../state/processed-events.ts')).createProcessedEvents(options);
  return {
    find: async (ids) => {
      const stored = await (await open()).find(ids.filter((id) => !cached.has(id)));
      return new Set([...ids.filter((id) => cached.has(id)), ...stored]);
    },
    add: async (ids) => {
      for (const id of ids) cached.add(id);
      for (const id of cached) if (cached.size > MAX_CACHED) cached.delete(id);
      await (await open()).add(ids, now());
    },
  };
}
