import type { Clients } from '../../../aws/clients.ts';
import { ask } from '../../../aws/inspection/ask.ts';
import { readBucket } from '../../../aws/inspection/bucket.ts';
import { readBus } from '../../../aws/inspection/bus.ts';
import { inspectionClients } from '../../../aws/inspection/clients.ts';
import { timeOfAws } from '../../../aws/inspection/clock.ts';
import { readEventSources } from '../../../aws/inspection/event-source.ts';
import { readFunction } from '../../../aws/inspection/function.ts';
import { readMachine } from '../../../aws/inspection/machine.ts';
import { readRule } from '../../../aws/inspection/rules.ts';
import { countMessages, readSchedule } from '../../../aws/inspection/runs.ts';
import { readSecret } from '../../../aws/inspection/secret.ts';
import { simulate } from '../../../aws/inspection/simulate.ts';
import { readStack } from '../../../aws/inspection/stack.ts';
import { readTable } from '../../../aws/inspection/table.ts';
import { readKey, readTopic } from '../../../aws/inspection/topic.ts';
import { createTrailReader } from '../../../aws/inspection/trails.ts';
import type { Lookup } from '../../../core/lookup.ts';
import { readLeases } from '../../../state/leases.ts';
import type { Inspector } from '../../doctor/deps.ts';
import { inTime, timeLimit } from '../../scan/time-limit.ts';

interface Wiring {
  readonly now: () => Date;
  readonly homeRegion: string;
  /** The most that one read may take: a service that does not answer keeps the others of its area from nothing. */
  readonly readMs: number;
}

/** Wires the reads of an examination to their clients. */
export function createInspector(all: Clients, { now, homeRegion, readMs }: Wiring): Inspector {
  const clients = inspectionClients(all);
  const trails = createTrailReader(all);
  const within = <T>(signal: AbortSignal, read: (limit: AbortSignal) => Promise<Lookup<T>>): Promise<Lookup<T>> => {
    const limit = timeLimit(readMs, signal);
    return inTime(limit, () => read(limit));
  };
  return {
    stack: (name, end) => within(end, (signal) => readStack(name, { clients, signal })),
    function: (name, end) => within(end, (signal) => readFunction(name, { clients, signal })),
    simulate: (simulation, end) => within(end, (signal) => simulate(simulation, { clients, signal })),
    table: (name, end) => within(end, (signal) => readTable(name, { clients: all, signal })),
    leases: (table, accountIds, end) =>
      within(end, () =>
        ask({ operation: 'dynamodb:GetItem', region: homeRegion }, () =>
          readLeases(accountIds, { client: all.dynamodb, table, wait: () => Promise.resolve() }),
        ),
      ),
    topic: (arn, end) => within(end, (signal) => readTopic(arn, { clients: all, signal })),
    key: ({ id, region }, end) => within(end, (signal) => readKey(id, { clients, signal, region })),
    secret: (parameter, end) => within(end, (signal) => readSecret(parameter, { clients: all, signal })),
    bus: (bus, end) => within(end, (signal) => readBus(bus, { clients, signal })),
    bucket: (bucket, end) => within(end, (signal) => readBucket(bucket, { clients: all, signal })),
    schedule: (name, end) => within(end, (signal) => readSchedule(name, { clients, signal })),
    machine: (arn, end) => within(end, (signal) => readMachine(arn, { clients, signal })),
    messages: (queueUrl, end) => within(end, (signal) => countMessages(queueUrl, { clients, signal })),
    eventSources: (name, end) => within(end, (signal) => readEventSources(name, { clients, signal })),
    rule: (rule, end) => within(end, (signal) => readRule(rule, { clients, signal })),
    trails: (region, end) => within(end, (signal) => trails(region, signal)),
    clock: (end) => within(end, (signal) => timeOfAws(now, { clients, signal })),
  };
}
