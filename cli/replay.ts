import { readFile } from 'node:fs/promises';
import { pendingAlerts, withoutDelivered } from '../lib/core/alerts/delivery.ts';
import { reconcile } from '../lib/core/alerts/reconcile.ts';
import { EMPTY_STATE, type State } from '../lib/core/alerts/records.ts';
import type { Alert } from '../lib/core/alerts/model.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { ratedAlerts } from '../lib/app/notify/rate-alerts.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { alertSettings } from '../lib/policy/run-settings.ts';
import type { Policy } from '../lib/policy/schema.ts';
import { alertView } from '../lib/render/view/alert-view.ts';
import { plain } from '../lib/render/words/escape.ts';
import { UsageError } from './io.ts';
import { jsonTexts } from './json-texts.ts';
import { parseReport, SCHEMA_VERSION, versionText } from './parse-report.ts';

interface ReplayOrder {
  /** A path, or `-` for stdin. */
  readonly runs: string;
  readonly policy: LoadedPolicy;
  readonly stdin: AsyncIterable<unknown>;
}

/** The alerts that a history of reports makes, run by run, with the settings of a policy. */
export async function replay({ runs, policy, stdin }: ReplayOrder): Promise<string> {
  const reports = await readReports(runs, stdin);
  let state: State = EMPTY_STATE;
  let messages = 0;
  const lines: string[] = [];
  for (const { report, entry } of reports) {
    const step = replayed(report, { state, policy: policy.policy, where: `${runs}: entry ${entry}` });
    state = step.state;
    if (step.alerts.length > 0) messages += 1;
    lines.push(...step.lines);
  }
  return `${lines.map((line) => `${line}\n`).join('')}${messages} of ${reports.length} runs would have sent a message.\n`;
}

interface Replayed {
  readonly state: State;
  readonly alerts: readonly Alert[];
  readonly lines: readonly string[];
}

interface Before {
  readonly state: State;
  readonly policy: Policy;
  readonly where: string;
}

/** One run. Only the frame of a report is checked beforehand: an odd part of it shows here. */
function replayed(report: Report, { state, policy, where }: Before): Replayed {
  const now = new Date(report.finishedAt);
  try {
    const next = reconcile({ state, report, now, settings: alertSettings(policy) });
    const alerts = ratedAlerts(pendingAlerts(next), { report, policy });
    const after = withoutDelivered(next, { now });
    return { state: after, alerts, lines: runLines(report, { alerts, state: after }) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${where}: expected a report as \`check --format json\` writes it, found an odd one (${why})`);
  }
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

interface Entry {
  readonly report: Report;
  /** Where it stands in the text, from 1. */
  readonly entry: number;
}

/** The reports, oldest first, in whatever order they come. */
async function readReports(path: string, stdin: AsyncIterable<unknown>): Promise<readonly Entry[]> {
  const text = await (path === '-' ? textOf(stdin) : readFile(path, 'utf8')).catch((error: unknown) => {
    throw new UsageError(
      `--runs ${path}: cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`,
    );
  });
  const values = jsonTexts(text).flatMap(({ line, json }) => parse(json, `${path}:${line}`));
  const entries = values.map((value, index) => {
    const parsed = parseReport(value);
    if (parsed.kind === 'report') return { report: parsed.report, entry: index + 1 };
    throw new UsageError(
      `${path}: entry ${index + 1}: expected a JSON report of schemaVersion ${SCHEMA_VERSION}, found ${versionText(parsed.version)}`,
    );
  });
  return entries.toSorted((a, b) => Date.parse(a.report.finishedAt) - Date.parse(b.report.finishedAt));
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
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
