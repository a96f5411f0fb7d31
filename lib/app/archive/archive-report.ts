import { KEPT_FORMATS, type KeptFormat } from '../../core/archive/kept-formats.ts';
import type { ReportObjects } from '../../core/archive/report-object.ts';
import { LATEST_KEY, reportKey, runOrder, type Archiving } from '../../core/archive/place.ts';
import { WardenError } from '../../core/errors.ts';
import { SECOND_MS } from '../../core/time.ts';
import type { ReportWithAlerts } from '../../render/formats/json.ts';
import type { ReportBackground } from '../../render/view/report-background.ts';
import { errorText } from '../run/attempt.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';
import { backgroundOf } from './background.ts';
import type { ReportArchive } from './deps.ts';
import type { ArchiveDeps, RunToArchive } from './run-to-archive.ts';

type Render = (report: ReportWithAlerts, background: ReportBackground) => Promise<string>;

/** Each is loaded when it is used. */
const RENDERERS: Readonly<Record<KeptFormat['name'], Render>> = {
  html: async (report, background) =>
    (await import('../../render/formats/html/page.ts')).htmlReport(report, background),
  json: async (report) => (await import('../../render/formats/json.ts')).compactJson(report),
  ocsf: async (report, background) => (await import('../../render/formats/ocsf.ts')).ocsf(report, background),
};

/** The message waits for the archive: a bucket that does not answer must not cost more. A large report takes longer. */
const ARCHIVE_MS = 10 * SECOND_MS;
const TARGET_MS = 1;

/** Renders a report and writes it to the archive in every format; that of a full run also as the latest. */
export async function archiveReport(
  run: RunToArchive,
  deps: ArchiveDeps & { readonly archive: ReportArchive },
): Promise<Archiving> {
  const { archiveBy } = deps;
  const limit = timeLimit(ARCHIVE_MS + TARGET_MS * run.report.summary.targets, ...(archiveBy ? [archiveBy] : []));
  return withinLimit(limit, {
    work: () => writeFormats(run, limit, deps),
    late: () => ({ place: null, problem: `S3 did not take it in time: s3://${deps.archive.bucket}` }),
  });
}

async function writeFormats(
  run: RunToArchive,
  signal: AbortSignal,
  deps: ArchiveDeps & { readonly archive: ReportArchive },
): Promise<Archiving> {
  const { archive } = deps;
  const [objects, background] = await Promise.all([archive.open(), backgroundOf(run, signal, deps)]);
  const report = run.alerts.length > 0 ? { ...run.report, alerts: run.alerts } : run.report;
  const written = await Promise.all(
    KEPT_FORMATS.map((format) => writeFormat(format, { report, background, objects, signal })),
  );
  // Messages name the first format.
  const isThere = written[0]?.isWritten === true;
  return {
    place: isThere ? { bucket: archive.bucket, region: archive.region, key: reportKey(report) } : null,
    problem: written.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}

interface Writing {
  readonly report: ReportWithAlerts;
  readonly background: ReportBackground;
  readonly objects: ReportObjects;
  readonly signal: AbortSignal;
}

interface Written {
  /** Is the object of the run itself there? */
  readonly isWritten: boolean;
  readonly problem: string | null;
}

/** One format that fails costs no other one. */
async function writeFormat(
  { name, extension, contentType }: KeptFormat,
  { report, background, objects, signal }: Writing,
): Promise<Written> {
  let isWritten = false;
  try {
    const object = { text: await RENDERERS[name](report, background), contentType, order: runOrder(report) };
    await objects.writeOnce({ ...object, key: `${reportKey(report)}.${extension}` }, signal);
    isWritten = true;
    if (report.scope.kind === 'full')
      await objects.replaceOlder({ ...object, key: `${LATEST_KEY}.${extension}` }, signal);
    return { isWritten, problem: null };
  } catch (error) {
    return { isWritten, problem: error instanceof WardenError ? error.message : errorText(error) };
  }
}
