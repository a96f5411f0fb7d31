import { pendingAlerts, withoutDelivered } from '../../../lib/core/alerts/delivery.ts';
import type { Alert, AlertSettings } from '../../../lib/core/alerts/model.ts';
import { reconcile, type ReconcileFacts } from '../../../lib/core/alerts/reconcile.ts';
import { driftKey, EMPTY_STATE, unreadableKey, type State } from '../../../lib/core/alerts/records.ts';
import type { Report, Result } from '../../../lib/core/compliance/report.ts';
import { reportFor } from '../values.ts';

export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;
export const START = Date.parse('2026-11-24T09:00:00Z');
export const ALERT_SETTINGS: AlertSettings = { remindAfterMs: 3 * DAY, unreadableAfter: 2, flapLimit: 3 };

export interface Run extends Pick<ReconcileFacts, 'calls' | 'callsBetween' | 'limited' | 'versions'> {
  readonly results: readonly Result[];
  readonly atMs: number;
  readonly report?: Partial<Report>;
}

/** One run over a state: `next` has its alerts pending, `state` has them delivered. */
export function runOnce(before: State, { results, atMs, report: over = {}, ...extra }: Run) {
  const now = new Date(atMs);
  const startedAt = now.toISOString();
  const finishedAt = new Date(atMs + 1000).toISOString();
  const report = reportFor(results, { runId: `run-${atMs}`, startedAt, finishedAt, ...over });
  const next = reconcile({ state: before, report, now, settings: ALERT_SETTINGS, ...extra });
  return { next, alerts: pendingAlerts(next), state: withoutDelivered(next, { now }) };
}

/** A whole history, each run an hour after the one before: the alerts of each. */
export function alertsOf(
  history: readonly (readonly Result[])[],
  everyMs = HOUR,
): { readonly alerts: readonly (readonly Alert[])[]; readonly state: State } {
  let state = EMPTY_STATE;
  const alerts = history.map((results, index) => {
    const ran = runOnce(state, { results, atMs: START + index * everyMs });
    state = ran.state;
    return ran.alerts;
  });
  return { alerts, state };
}

/** The kinds of the alerts of each run of a history of one target, such as `opened repaired`. */
export function kindsOf(history: readonly Result[], everyMs = HOUR): readonly string[] {
  return alertsOf(
    history.map((result) => [result]),
    everyMs,
  ).alerts.map((alerts) => alerts.map(({ kind }) => kind).join(' '));
}

/** The keys of what is open. */
export function openKeys({ drifts, unreadable }: State): readonly string[] {
  return [
    ...drifts.filter(({ state }) => state === 'open').map(driftKey),
    ...unreadable.filter(({ state }) => state === 'open').map(unreadableKey),
  ];
}
