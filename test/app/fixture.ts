import { change } from '../../lib/app/change/change.ts';
import type { ChangeDeps, EventCounts } from '../../lib/app/change/deps.ts';
import { check } from '../../lib/app/check/check.ts';
import type { Delivery, Message } from '../../lib/app/run/deps.ts';
import type { RunResult } from '../../lib/app/run/result.ts';
import { parseEvents } from '../../lib/cloudtrail/events.ts';
import type { Alert, DriftAlert } from '../../lib/core/alerts/model.ts';
import type { Policy } from '../../lib/policy/schema.ts';
import { session } from '../core/values.ts';
import { ACCOUNT, fakeMacie, requestFor, type FakeOptions, type FakeSession } from './fake-macie.ts';
import { memoryState } from './memory-state.ts';

export const START = Date.parse('2026-11-24T09:00:00Z');
export const HOUR = 60 * 60 * 1000;

/** The time so many seconds after the start, as CloudTrail writes it. */
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString().replace('.000Z', 'Z');

export interface FixtureOptions {
  readonly sessions?: Readonly<Record<string, FakeSession>>;
  /** Added to a policy that enforces. */
  readonly policy?: string;
  readonly over?: Partial<ChangeDeps> & Pick<FakeOptions, 'access'>;
  readonly regions?: readonly string[];
  readonly step?: (operation: string) => Promise<void>;
  readonly unreadableKeys?: readonly string[];
}

/** The use cases with a Macie, a state table and a clock in memory. Waiting moves the clock. */
export function fixture(options: FixtureOptions = {}) {
  const { sessions = { 'eu-west-1': session() }, policy = '', over = {}, regions, step, unreadableKeys } = options;
  const { access, ...depsOver } = over;
  let time = START;
  const now = (): Date => new Date(time);
  const macie = fakeMacie(sessions, access ? { access } : {});
  const memory = memoryState(step, unreadableKeys);
  const processed = new Set<string>();
  const messages: Message[] = [];
  const results: RunResult[] = [];
  const ignored: string[] = [];
  const counted: EventCounts[] = [];
  const warnings: string[] = [];
  const unpublished: string[] = [];
  const loaded = requestFor(`remediation: enforce\n${policy}`).policy;
  const only: Partial<Policy> = regions ? { regions: [...regions] } : {};
  const deps: ChangeDeps = {
    ...macie.deps,
    deadline: new AbortController().signal,
    repeatEvery: () => () => undefined,
    now,
    newId: () => crypto.randomUUID(),
    wait: (ms) => {
      time += ms;
      return Promise.resolve();
    },
    loadPolicy: () => Promise.resolve({ ...loaded, policy: { ...loaded.policy, ...only } }),
    ceiling: 'enforce',
    openState: () => Promise.resolve(memory.store),
    publish: (message): Promise<Delivery> => {
      messages.push(message);
      return Promise.resolve({ published: true, undelivered: [], failures: [], audience: null });
    },
    warn: (message) => warnings.push(message),
    recordRun: (result) => results.push(result),
    recordAudience: () => undefined,
    testChannels: () => Promise.resolve([]),
    logReport: ({ runId }) => unpublished.push(runId),
    parseEvents: (input) => Promise.resolve(parseEvents(input)),
    processedEvents: {
      find: (ids) => Promise.resolve(new Set(ids.filter((id) => processed.has(id)))),
      add: (ids) => {
        for (const id of ids) processed.add(id);
        return Promise.resolve();
      },
    },
    recordEvents: (events) => counted.push(events),
    logIgnored: ({ why }) => ignored.push(why),
    ...depsOver,
  };
  const alerts = (): readonly Alert[] => messages.flatMap(({ changes }) => changes?.alerts ?? []);
  return {
    ...macie,
    memory,
    messages,
    results,
    ignored,
    counted,
    processed,
    warnings,
    unpublished,
    deps,
    now,
    alerts,
    driftAlerts: (): readonly DriftAlert[] => alerts().filter((alert) => alert.subject === 'drift'),
    state: () => memory.stateOf(ACCOUNT),
    pass: (ms: number): void => {
      time += ms;
    },
    change: (input: unknown, deadline = deps.deadline) => change(input, { ...deps, deadline }),
    check: (event: Partial<Parameters<typeof check>[0]> = {}, deadline = deps.deadline) =>
      check({ trigger: 'schedule', ...event }, { ...deps, deadline }),
    kinds: (): readonly string[] => alerts().map(({ kind, region }) => `${kind} ${region}`),
  };
}
