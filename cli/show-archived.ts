import { archivedRuns, type ArchiveReader } from '../lib/app/archive/archived-runs.ts';
import { LATEST_KEY } from '../lib/core/archive/place.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { minuteText } from '../lib/core/time.ts';
import { KEPT_FORMATS } from '../lib/core/archive/kept-formats.ts';
import { FORMATS, type Format } from '../lib/render/formats/index.ts';
import type { Policy } from '../lib/policy/schema.ts';
import { ratedBy } from './background.ts';
import { UsageError, type Io } from './io.ts';
import type { Output } from './output.ts';
import { parseReport, SCHEMA_VERSION } from './parse-report.ts';
import { writeReport } from './write-report.ts';

interface Archive {
  readonly bucket: string;
  readonly reader: ArchiveReader;
  readonly io: Io;
}

/** Fewer characters of an id are one of many. */
const MIN_ID = 8;
const MAX_NAMED = 5;

/** The key of the report that a person named. Throws a UsageError if there is none, or if it could be several. */
export async function findRun(wanted: string, { bucket, reader, io }: Archive): Promise<string> {
  if (wanted === 'latest') return LATEST_KEY;
  const none = (what: string): UsageError =>
    new UsageError(`--run ${wanted}: ${what} in s3://${bucket}. \`${io.calledAs} report --list\` shows what is there`);
  if (isDay(wanted)) {
    const last = (await archivedRuns(reader, { day: wanted })).at(-1);
    if (last === undefined) throw none('no report of that day is archived');
    return last.key;
  }
  if (wanted.trim() === '') throw new UsageError('--run: expected the id of a run, a day, or latest, found nothing');
  const runs = await archivedRuns(reader);
  const exact = runs.find(({ runId }) => runId === wanted);
  if (exact) return exact.key;
  const found = wanted.length < MIN_ID ? [] : runs.filter(({ runId }) => runId.startsWith(wanted));
  const [only] = found;
  if (only === undefined) throw none('no report of such a run is archived');
  if (found.length === 1) return only.key;
  const names = found.slice(0, MAX_NAMED).map(({ runId, archivedAt }) => `${runId} (${minuteText(archivedAt)})`);
  throw new UsageError(`--run ${wanted}: ${found.length} runs begin like that, such as ${names.join(', ')}`);
}

export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // JavaScript takes 31 February for 3 March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

interface Showing extends Archive {
  readonly key: string;
  readonly format: string;
  readonly output: Output;
  /** Rates the drifts of a format that is made from the stored JSON; null: none does. */
  readonly policy: Policy | null;
}

/** Writes a report as it is stored in that format, or else makes it from the stored JSON. */
export async function showRun(showing: Showing): Promise<void> {
  const { key, format, bucket, reader, output, io } = showing;
  const kept = KEPT_FORMATS.find(({ name }) => name === format);
  const stored = kept ? await reader.read(`${key}.${kept.extension}`) : null;
  if (stored !== null) return void (await output.write(stored));
  const place = `s3://${bucket}/${key}.json`;
  const json = await reader.read(`${key}.json`);
  if (json === null)
    throw new UsageError(
      key === LATEST_KEY ? `${place}: no full run is archived yet` : `${place}: there is no such object`,
    );
  const report = requireReport(json, place);
  try {
    if (isFormat(format))
      await writeReport(report, { format, output, io, background: ratedBy(showing.policy, report) });
  } catch (error) {
    // Only the frame was checked: a report that somebody changed can be odd inside.
    if (error instanceof TypeError || error instanceof RangeError)
      throw new UsageError(
        `${place}: expected a report as macie-warden archives it, found an odd one (${error.message})`,
      );
    throw error;
  }
}

function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}

function requireReport(json: string, place: string): Report {
  const parsed = parseReport(valueOf(json));
  if (parsed.kind === 'report') return parsed.report;
  const { version } = parsed;
  if (version === null || version === SCHEMA_VERSION)
    throw new UsageError(`${place}: expected a report as macie-warden archives it, found something else`);
  const advice = version > SCHEMA_VERSION ? 'Update macie-warden' : 'Read it with the version that wrote it';
  throw new UsageError(
    `${place}: expected a report of schemaVersion ${SCHEMA_VERSION}, found one of schemaVersion ${version}. ${advice}; --format json shows it as it is stored`,
  );
}

function valueOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
