import type { RunRecord } from '../compliance/report.ts';

/** An archived report: the key of its objects, without the extensions of their formats. */
export interface ArchivePlace {
  readonly bucket: string;
  /** Of the bucket. */
  readonly region: string;
  readonly key: string;
}

/** What came of archiving a report. Both are null if it was not to be archived. */
export interface ArchiveOutcome {
  readonly place: ArchivePlace | null;
  /** A sentence on what was not archived. */
  readonly problem: string | null;
}

export const NOT_ARCHIVED: ArchiveOutcome = { place: null, problem: null };

export const REPORTS_PREFIX = 'reports/';

/** The key of the newest report of a full run. */
export const LATEST_KEY = `${REPORTS_PREFIX}latest`;

type RunOfReport = Pick<RunRecord, 'runId' | 'startedAt'>;

/** Such as `reports/2026/11/25/RUN`. */
export function reportKey({ runId, startedAt }: RunOfReport): string {
  return `${dayPrefix(startedAt.slice(0, 'YYYY-MM-DD'.length))}${runId}`;
}

/** `day`: such as `2026-11-25`, in UTC. */
export function dayPrefix(day: string): string {
  return `${REPORTS_PREFIX}${day.replaceAll('-', '/')}/`;
}

/** An object of the archive, by what its key says. */
export interface ArchivedObject {
  readonly key: string;
  /** Such as `2026-11-25`, in UTC. */
  readonly day: string;
  readonly runId: string;
  readonly extension: string;
}

const REPORT_KEY = /^reports\/\d{4}\/\d{2}\/\d{2}\/[^/]+\.(?:html|json|ocsf\.jsonl)$/;

/** null: the key is not that of a report of a run. */
export function parseReportKey(text: string): ArchivedObject | null {
  if (!REPORT_KEY.test(text)) return null;
  const key = text.replace(/\.(?:html|json|ocsf\.jsonl)$/, '');
  const [day, runId] = [key.slice(REPORTS_PREFIX.length, DAY_PREFIX), key.slice(DAY_PREFIX + 1)];
  return { key, day: day.replaceAll('/', '-'), runId, extension: text.slice(key.length + 1) };
}

/** The length of a key up to the day. */
const DAY_PREFIX = 'reports/YYYY/MM/DD'.length;

/** The order of runs, for `latest`: of two runs that archive at the same time the newer one wins. */
export function runOrder({ startedAt, runId }: RunOfReport): string {
  return `${startedAt}#${runId}`;
}
