import { change, type ChangeDeps, type EventCounts } from '../../../lib/app/change/change.ts';
import { check } from '../../../lib/app/check/check.ts';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import type { Session } from '../../../lib/core/model.ts';
import type { Time } from '../../../lib/app/run/time.ts';
import type { Reading } from '../../../lib/macie/session.ts';
import type { Policy } from '../../../lib/policy/schema.ts';
import { memoryStore } from '../../state/memory.ts';
import { session } from '../../core/values.ts';
import { fakeMacie, requestFor } from '../fake.ts';

export const START = Date.parse('2026-11-24T09:00:00Z');

export interface DeskOptions {
  readonly sessions?: Readonly<Record<string, Session | Reading>>;
  /** Added to a policy that enforces. */
  readonly policy?: string;
  readonly over?: Partial<ChangeDeps>;
  readonly regions?: readonly string[];
  readonly step?: (operation: string) => Promise<void>;
}

/** The use case `change` with a Macie, a table and a clock in memory. Waiting moves the clock. */
export function changeDesk(options: DeskOptions = {}) {
  const { sessions = { 'eu-west-1': session() }, policy = '', over = {}, regions, step } = options;
  let time = START;
  const now = (): Date => new Date(time);
  const macie = fakeMacie(sessions);
  const memory = memoryStore(step);
  const handled = new Set<string>();
  const alerts: Alert[] = [];
  const dropped: string[] = [];
  const counted: EventCounts[] = [];
  const unpublished: string[] = [];
  const loaded = requestFor(`remediation: enforce\n${policy}`).policy;
  const only: Partial<Policy> = regions ? { regions: [...regions] } : {};
  const deps: ChangeDeps & Pick<Time, 'leaseMs'> = {
    leaseMs: 150_000,
    ...macie.deps,
    now,
    newId: () => crypto.randomUUID(),
    wait: (ms) => {
      time += ms;
      return Promise.resolve();
    },
    loadPolicy: () => Promise.resolve({ ...loaded, policy: { ...loaded.policy, ...only } }),
    ceiling: 'enforce',
    openStore: () => Promise.resolve(memory.store),
    findCauses: () => Promise.resolve([]),
    publish: ({ changes }) => {
      alerts.push(...(changes?.alerts ?? []));
      return Promise.resolve({ undelivered: new Set<string>(), failures: [] });
    },
    onReport: () => undefined,
    onItems: () => undefined,
    onTold: () => undefined,
    onUnpublished: ({ runId }) => unpublished.push(runId),
    handled: {
      known: (ids) => Promise.resolve(new Set(ids.filter((id) => handled.has(id)))),
      add: (ids) => {
        for (const id of ids) handled.add(id);
        return Promise.resolve();
      },
    },
    onEvents: (events) => counted.push(events),
    onDropped: ({ why }) => dropped.push(why),
    ...over,
  };
  return {
    ...macie,
    memory,
    alerts,
    dropped,
    counted,
    handled,
    unpublished,
    deps,
    now,
    pass: (ms: number): void => {
      time += ms;
    },
    change: (input: unknown, deadline = new AbortController().signal) => change(input, { ...deps, deadline }),
    check: () => check({ trigger: 'schedule' }, { ...deps, deadline: new AbortController().signal }),
    kinds: (): readonly string[] => alerts.map(({ kind, region }) => `${kind} ${region}`),
  };
}
