import { withoutDelivered } from '../lib/core/alerts/delivery.ts';
import { reconcile } from '../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../lib/core/alerts/records.ts';
import { assess } from '../lib/core/compliance/assess.ts';
import { buildReport } from '../lib/core/compliance/build-report.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import type { TargetPolicy } from '../lib/core/compliance/target-policy.ts';
import { scanRecordOf, type ScanRecordOfRun } from '../lib/core/evidence/scan-record.ts';
import type { LifeEvent } from '../lib/core/history/life-event.ts';
import { lifeEvents } from '../lib/core/history/life-events.ts';
import type { Reason } from '../lib/core/observation.ts';
import type { Target } from '../lib/core/target.ts';

/** What a run finds of a target that is not as the policy wants it. */
export type Oddity = Target & ({ readonly status: 'PAUSED' | 'DISABLED' } | { readonly reason: Reason });

export interface Simulation {
  readonly targets: readonly Target[];
  /** When the runs start, ms since 1970. */
  readonly starts: readonly number[];
  /** What the run of this time finds. */
  readonly oddities: (start: number) => readonly Oddity[];
}

/** A run, with the state before it and after it and with what it stores. */
export interface SimulatedRun {
  readonly report: Report;
  readonly before: State;
  readonly after: State;
  readonly events: readonly LifeEvent[];
  readonly scanRecord: ScanRecordOfRun;
}

const POLICY: TargetPolicy = { desired: { status: 'ENABLED' }, remediation: 'report', waivers: [] };
const SETTINGS = { remindAfterMs: Number.POSITIVE_INFINITY, unreadableAfter: 2, flapLimit: 1e6 };
const RUN_MS = 9000;

/** Scheduled runs over the same targets, without AWS: a year of them takes seconds. */
export function* simulatedRuns({ targets, starts, oddities }: Simulation): Generator<SimulatedRun> {
  let before = EMPTY_STATE;
  for (const start of starts) {
    const report = reportOf(targets, { start, oddities: oddities(start) });
    const now = new Date(start + RUN_MS);
    const reconciled = reconcile({ state: before, report, now, settings: SETTINGS, calls: [] });
    const events = lifeEvents(before, reconciled, { report, now, versions: {} });
    const after = withoutDelivered(reconciled, { now });
    yield { report, before, after, events, scanRecord: scanRecordOf(report, after) };
    before = after;
  }
}

interface Found {
  readonly start: number;
  readonly oddities: readonly Oddity[];
}

function reportOf(targets: readonly Target[], { start, oddities }: Found): Report {
  const odd = new Map(oddities.map((one) => [`${one.accountId} ${one.region}`, one]));
  const assessments = targets.map((target) => {
    const session = sessionOf(odd.get(`${target.accountId} ${target.region}`));
    return assess({ target, policy: POLICY, observations: { session } });
  });
  const accounts = [...new Set(targets.map(({ accountId }) => accountId))];
  return buildReport(
    {
      runId: `run-${new Date(start).toISOString()}`,
      startedAt: new Date(start).toISOString(),
      finishedAt: new Date(start + RUN_MS).toISOString(),
      trigger: 'schedule',
      policy: { source: 'simulated', sha256: '0'.repeat(64), remediation: 'report' },
      regions: { source: 'policy', excluded: [] },
      scope: { kind: 'full', accounts, regions: null, targets: targets.length, ofTargets: targets.length },
      notices: [],
    },
    assessments,
  );
}

function sessionOf(oddity: Oddity | undefined) {
  if (oddity !== undefined && 'reason' in oddity)
    return { kind: 'unknown' as const, reason: oddity.reason, detail: 'the reading failed' };
  const values = {
    status: oddity?.status ?? 'ENABLED',
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    serviceRole: null,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
  };
  return { kind: 'values' as const, values };
}
