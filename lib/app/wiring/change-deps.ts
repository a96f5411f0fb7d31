import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { createClients } from '../../aws/clients.ts';
import type { Caller } from '../../aws/identity.ts';
import type { ChangeDeps } from '../change/change.ts';
import { createCheckDeps } from './check-deps.ts';
import type { Environment } from './environment.ts';
import { measureEvents } from './metrics.ts';

/** So many ids are kept at hand: a second delivery usually comes soon. */
const MOST_KNOWN = 2000;

/** The composition root of the handler `change`: that of `check`, and what tells one event from another. */
export function createChangeDeps(environment: Environment, sinks: { logger: Logger; metrics: Metrics }): ChangeDeps {
  const { homeRegion, stateTable } = environment;
  const { logger, metrics } = sinks;
  const clients = createClients({ homeRegion });
  const deps = createCheckDeps(environment, { ...sinks, clients });
  const atHand = new Set<string>();
  let caller: Caller | undefined;
  const openHandled = async (table: string) =>
    (await import('../../state/processed-events.ts')).createHandled({
      client: clients.dynamodb,
      table,
      wait: (ms) => deps.wait(ms, new AbortController().signal),
    });
  return {
    ...deps,
    // Whose credentials these are does not change while a function runs.
    identify: async (signal) => (caller ??= await deps.identify(signal)),
    handled:
      stateTable === null
        ? null
        : {
            known: async (ids) => {
              const others = ids.filter((id) => !atHand.has(id));
              const known = await (await openHandled(stateTable)).known(others);
              return new Set([...ids.filter((id) => atHand.has(id)), ...known]);
            },
            add: async (ids) => {
              for (const id of ids) atHand.add(id);
              for (const id of atHand) if (atHand.size > MOST_KNOWN) atHand.delete(id);
              await (await openHandled(stateTable)).add(ids, deps.now());
            },
          },
    onEvents: (events) => {
      measureEvents(events, metrics);
      logger.info('events', { ...events });
    },
    onDropped: ({ what, why, eventId }) => logger.warn(`${what} is not looked into: ${why}`, { eventId }),
  };
}
