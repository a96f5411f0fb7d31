import { delivered, reduce } from '../../../lib/core/alerts/reconcile.ts';
import { keyOf, type Alert, type AlertSettings, type Item } from '../../../lib/core/alerts/model.ts';
import type { Report, Result } from '../../../lib/core/compliance/report.ts';
import { reportOf } from '../../fixtures/reports.ts';

export const SETTINGS: AlertSettings = { remindAfterMs: 3 * 24 * 60 * 60 * 1000, blindAfter: 2, flapLimit: 3 };
export const START = Date.parse('2026-11-24T09:00:00Z');
export const HOUR = 60 * 60 * 1000;

export interface Run {
  readonly results: readonly Result[];
  readonly atMs: number;
  readonly runId?: string;
  readonly isWhole?: boolean;
}

/** One run over what is remembered: what is said, and what is remembered then. */
export function runOnce(items: readonly Item[], { results, atMs, runId = `run-${atMs}`, isWhole = true }: Run) {
  const now = new Date(atMs);
  const startedAt = now.toISOString();
  const report: Report = reportOf(results, { runId, startedAt, finishedAt: new Date(atMs + 1000).toISOString() });
  const { next, alerts } = reduce({ items, report, now, settings: SETTINGS, isWhole });
  return { alerts, next, items: delivered(next, { now }) };
}

/** A whole history, each run an hour after the one before: what each says, in short. */
export function tellOf(
  history: readonly (readonly Result[])[],
  everyMs = HOUR,
): { said: string[][]; items: readonly Item[] } {
  let items: readonly Item[] = [];
  const said = history.map((results, index) => {
    const ran = runOnce(items, { results, atMs: START + index * everyMs });
    items = ran.items;
    return ran.alerts.map(short);
  });
  return { said, items };
}

function short({ kind, region, subject }: Alert): string {
  return `${kind} ${region} ${subject}`;
}

export const open = (items: readonly Item[]): readonly string[] =>
  items.filter(({ state }) => state === 'open').map(keyOf);
