import { KEPT_FORMATS, LINKED_FORMAT, type KeptFormat } from '../../core/archive/kept-formats.ts';
import type { ReportObjects } from '../../core/archive/report-object.ts';
import { LATEST_KEY, reportKey, runOrder, type ArchiveOutcome } from '../../core/archive/place.ts';
import { WardenError } from '../../core/errors.ts';
import { SECOND_MS } from '../../core/time.ts';
import type { ReportWithAlerts } from '../../render/formats/json.ts';
import type { ReportBackground } from '../../render/view/report-background.ts';
import { errorText } from '../run/attempt.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';
import { backgroundOf } from './background.ts';
import type { ReportArchive } from './deps.ts';
import type { ArchiveDeps, RunToArchive } from './run-to-archive.ts';

type Render = (report: ReportWithAlerts, background: ReportBackground) => Promise<Uint8Array>;

/** Each is loaded when it is used. Encoded once: the SDK would do it for each checksum and each attempt. */
const RENDERERS: Readonly<Record<KeptFormat['name'], Render>> = {
  html: async (report, background) =>
    Buffer.from((await import('../../render/formats/html/page.ts')).htmlReport(report, background)),
  json: async (report) => Buffer.from((await import('../../render/formats/json.ts')).compactJson(report)),
  ocsf: async (report, background) =>
    encoded((await import('../../render/formats/ocsf.ts')).ocsfLines(report, background)),
};

/** The message waits for the archive: a bucket that does not answer must not cost more. A large report takes longer. */
const ARCHIVE_MS = 10 * SECOND_MS;
const TARGET_MS = 3;

/** Renders a report and writes it to the archive in every format; that of a full run also as the latest. */
export async function archiveReport(
  run: RunToArchive,
  deps: ArchiveDeps & { readonly archive: ReportArchive },
): Promise<ArchiveOutcome> {
  const { archive, archiveBy } = deps;
  const limit = timeLimit(ARCHIVE_MS + TARGET_MS * run.report.summary.targets, ...(archiveBy ? [archiveBy] : []));
  // What is there when the time is over is there.
  const written = new Set<string>();
  const problem = await withinLimit<string | null>(limit, {
    work: () => writeFormats(run, { signal: limit, written }, deps),
    late: () => `S3 did not take it in time: s3://${archive.bucket}`,
  });
  const place = { bucket: archive.bucket, region: archive.region, key: reportKey(run.report) };
  return { place: written.has(LINKED_FORMAT.name) ? place : null, problem };
}

/**
 * Returns the first problem. One format after the other: the report of a large organization has hundreds of megabytes, and a call
 * that waits for its answer while the next format is rendered runs out of time.
 */
async function writeFormats(
  run: RunToArchive,
  { signal, written }: { readonly signal: AbortSignal; readonly written: Set<string> },
  deps: ArchiveDeps & { readonly archive: ReportArchive },
): Promise<string | null> {
  const [objects, background] = await Promise.all([deps.archive.open(), backgroundOf(run, signal, deps)]);
  const report = run.alerts.length > 0 ? { ...run.report, alerts: run.alerts } : run.report;
  let first: string | null = null;
  for (const format of KEPT_FORMATS) {
    if (signal.aborted) break;
    const problem = await writeFormat(format, { report, background, objects, signal, written });
    first ??= problem;
  }
  return first;
}

interface Writing {
  readonly report: ReportWithAlerts;
  readonly background: ReportBackground;
  readonly objects: ReportObjects;
  readonly signal: AbortSignal;
  /** The formats in which the object of the run itself is there. */
  readonly written: Set<string>;
}

/** What went wrong; null: nothing. One format that fails costs no other one. */
async function writeFormat(
  { name, extension, contentType }: KeptFormat,
  { report, background, objects, signal, written }: Writing,
): Promise<string | null> {
  try {
    const body = await RENDERERS[name](report, background);
    const object = { body, contentType, order: runOrder(report) };
    await objects.writeOnce({ ...object, key: `${reportKey(report)}.${extension}` }, signal);
    written.add(name);
    if (report.scope.kind === 'full')
      await objects.replaceOlder({ ...object, key: `${LATEST_KEY}.${extension}` }, signal);
    return null;
  } catch (error) {
    return error instanceof WardenError ? error.message : errorText(error);
  }
}

const BLOCK_CHARACTERS = 2 ** 20;

/** Lines as bytes, block by block: one text of all of them would be there beside its bytes. */
function encoded(lines: Iterable<string>): Uint8Array {
  const blocks: Uint8Array[] = [];
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < BLOCK_CHARACTERS) continue;
    blocks.push(Buffer.from(block));
    block = '';
  }
  return Buffer.concat([...blocks, Buffer.from(block)]);
}
