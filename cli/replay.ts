import { readFile } from 'node:fs/promises';
import type { Item } from '../lib/core/alerts/model.ts';
import { delivered, reduce } from '../lib/core/alerts/reconcile.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { alertSettings } from '../lib/policy/alert-settings.ts';
import { storyOfChanges } from '../lib/render/view/alert-view.ts';
import { plain } from '../lib/render/words/escape.ts';
import { withAws } from './aws.ts';
import { UsageError, type Io } from './io.ts';

/** What would have been said of a history, run by run, with the settings of a policy. */
export async function replay({ runs, policy: source, io }: { runs: string; policy: string; io: Io }): Promise<string> {
  const settings = alertSettings((await withAws(io, ({ loadPolicy }) => loadPolicy(source))).policy);
  let items: readonly Item[] = [];
  let told = 0;
  const lines: string[] = [];
  for (const report of await readReports(runs)) {
    const now = new Date(report.finishedAt);
    const { next, alerts } = reduce({ items, report, now, settings, isWhole: report.trigger !== 'change' });
    items = delivered(next, { now });
    told += alerts.length > 0 ? 1 : 0;
    const story = storyOfChanges(report, { alerts, items, memory: null });
    lines.push(`${report.finishedAt}  ${alerts.length > 0 ? plain(story.headline) : '-'}`);
    for (const { title, entries } of story.sections.filter(({ kind }) => kind !== 'notes')) {
      for (const { name, title: what } of entries)
        lines.push(`    ${title.toLowerCase()}: ${plain(name)}  ${plain(what)}`);
    }
  }
  return `${lines.join('\n')}\n${told} of ${lines.filter((line) => !line.startsWith(' ')).length} runs would have said something.\n`;
}

async function readReports(path: string): Promise<readonly Report[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(
      `--runs ${path}: cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`,
    );
  });
  const values = text.trimStart().startsWith('[')
    ? [parse(text, path)].flat()
    : text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `${path}:${index + 1}`)]));
  return values.map((value, index) => {
    if (isReport(value)) return value;
    throw new UsageError(
      `${path}: entry ${index + 1}: expected a JSON report of schemaVersion 1, found something else`,
    );
  });
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${where}: expected JSON, one report in each line or a list of reports`);
  }
}

function isReport(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null) return false;
  const { schemaVersion, results, notices, finishedAt, summary }: Partial<Record<string, unknown>> = { ...value };
  return (
    schemaVersion === 1 &&
    Array.isArray(results) &&
    Array.isArray(notices) &&
    typeof finishedAt === 'string' &&
    typeof summary === 'object'
  );
}
