import type { Clients } from '../../../aws/clients.ts';
import { ask } from '../../../aws/inspection/ask.ts';
import { inspectionClients } from '../../../aws/inspection/clients.ts';
import { timeOfAws } from '../../../aws/inspection/clock.ts';
import { readFunction } from '../../../aws/inspection/function.ts';
import { readRule } from '../../../aws/inspection/rules.ts';
import { countMessages, readSchedule } from '../../../aws/inspection/runs.ts';
import { simulate } from '../../../aws/inspection/simulate.ts';
import { readStack } from '../../../aws/inspection/stack.ts';
import { readTable } from '../../../aws/inspection/table.ts';
import { readKey, readTopic } from '../../../aws/inspection/topic.ts';
import { createTrailReader } from '../../../aws/inspection/trails.ts';
import { readWebhook } from '../../../aws/inspection/webhook.ts';
import { readLeases } from '../../../state/leases.ts';
import type { Inspector } from '../../doctor/deps.ts';

/** Wires the reads of an examination to their clients. */
export function createInspector(
  all: Clients,
  { now, homeRegion }: { readonly now: () => Date; readonly homeRegion: string },
): Inspector {
  const clients = inspectionClients(all);
  return {
    stack: (name, signal) => readStack(name, { clients, signal }),
    function: (name, signal) => readFunction(name, { clients, signal }),
    simulate: (simulation, signal) => simulate(simulation, { clients, signal }),
    table: (name, signal) => readTable(name, { clients: all, signal }),
    leases: (table, accountIds) =>
      ask({ operation: 'dynamodb:GetItem', region: homeRegion }, () =>
        readLeases(accountIds, { client: all.dynamodb, table, wait: () => Promise.resolve() }),
      ),
    topic: (arn, signal) => readTopic(arn, { clients: all, signal }),
    key: ({ id, region }, signal) => readKey(id, { clients, signal, region }),
    webhook: (parameter, signal) => readWebhook(parameter, { clients: all, signal }),
    schedule: (name, signal) => readSchedule(name, { clients, signal }),
    messages: (queueUrl, signal) => countMessages(queueUrl, { clients, signal }),
    rule: (rule, signal) => readRule(rule, { clients, signal }),
    trails: createTrailReader(all),
    clock: (signal) => timeOfAws(now, { clients, signal }),
  };
}
