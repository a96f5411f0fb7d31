import { readFile } from 'node:fs/promises';
import { pendingAlerts, withoutDelivered } from '../lib/core/alerts/delivery.ts';
import { reconcile } from '../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../lib/core/alerts/records.ts';
import type { Alert } from '../lib/core/alerts/model.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { alertSettings } from '../lib/policy/run-settings.ts';
import { alertView } from '../lib/render/view/alert-view.ts';
import { plain } from '../lib/render/words/escape.ts';
import { UsageError } from './io.ts';
import { jsonTexts } from './json-texts.ts';

/** The alerts that a history of reports makes, run by run, with the settings of a policy. */
export async function replay({ runs, policy }: { runs: string; policy: LoadedPolicy }): Promise<string> {
  const settings = alertSettings(policy.policy);
  const reports = await readReports(runs);
  let state: State = EMPTY_STATE;
  let messages = 0;
  const lines: string[] = [];
  for (const report of reports) {
    const now = new Date(report.finishedAt);
    const next = reconcile({ state, report, now, settings });
    const alerts = pendingAlerts(next);
    state = withoutDelivered(next, { now });
    if (alerts.length > 0) messages += 1;
    lines.push(...runLines(report, { alerts, state }));
  }
  return `${lines.join('\n')}\n${messages} of ${reports.length} runs would have sent a message.\n`;
}

function runLines(report: Report, { alerts, state }: { alerts: readonly Alert[]; state: State }): readonly string[] {
  const view = alertView(report, { alerts, state, note: null });
  const entries = view.sections
    .filter(({ kind }) => kind !== 'notes')
    .flatMap(({ title, entries: found }) =>
      found.map((entry) => `    ${title.toLowerCase()}: ${plain(entry.name)}  ${plain(entry.title)}`),
    );
  return [`${report.finishedAt}  ${alerts.length > 0 ? plain(view.headline) : '-'}`, ...entries];
}

async function readReports(path: string): Promise<readonly Report[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(
      `--runs ${path}: cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`,
    );
  });
  const values = jsonTexts(text).flatMap(({ line, json }) => parse(json, `${path}:${line}`));
  return values.map((value, index) => {
    if (isReport(value)) return value;
    throw new UsageError(
      `${path}: entry ${index + 1}: expected a JSON report of schemaVersion 2, found ${versionOf(value)}`,
    );
  });
}

/** The value, or the values of a list. */
function parse(text: string, where: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    throw new UsageError(`${where}: expected JSON: reports one after the other, or a list of reports`);
  }
}

/** Reports of version 1 do not say their scope: a partial one would resolve what it did not look at. */
function versionOf(value: unknown): string {
  const version: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'schemaVersion') : undefined;
  return typeof version === 'number' ? `one of schemaVersion ${version}` : 'something else';
}

function isReport(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null) return false;
  const { schemaVersion, results, notices, finishedAt, summary, scope, policy }: Partial<Record<string, unknown>> = {
    ...value,
  };
  return (
    schemaVersion === 2 &&
    typeof scope === 'object' &&
    Array.isArray(results) &&
    Array.isArray(notices) &&
    typeof finishedAt === 'string' &&
    typeof summary === 'object' &&
    typeof policy === 'object' &&
    policy !== null
  );
}
