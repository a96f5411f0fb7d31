import { createClients } from '../../aws/clients.ts';
import type { ChangeDeps } from '../change/deps.ts';
import { createCheckDeps, type Sinks } from './check-deps.ts';
import type { Environment } from './environment.ts';
import { measureEvents } from './metrics.ts';
import { createProcessedEventsCache } from './processed-events.ts';

/** Wires the handler `change`: as `check`, and the events it was given and has processed. */
export function createChangeDeps(environment: Environment, { logger, metrics }: Sinks): Omit<ChangeDeps, 'deadline'> {
  const { homeRegion, stateTable } = environment;
  const clients = createClients({ homeRegion });
  const deps = createCheckDeps(environment, { logger, metrics, clients });
  const wait = (ms: number): Promise<void> => deps.wait(ms, new AbortController().signal);
  return {
    ...deps,
    parseEvents: async (input) => {
      const { parseEvents } = await import('../../cloudtrail/events.ts');
      return parseEvents(input);
    },
    processedEvents:
      stateTable === null
        ? null
        : createProcessedEventsCache({ client: clients.dynamodb, table: stateTable, wait }, deps.now),
    recordEvents: (events) => {
      measureEvents(events, metrics);
      logger.info('events', { ...events });
    },
    logIgnored: ({ event, why, eventId }) => logger.warn(`event ignored: ${event}: ${why}`, { eventId }),
  };
}
