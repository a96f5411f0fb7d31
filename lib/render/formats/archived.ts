import type { ReportBackground } from '../view/report-background.ts';
import type { ReportWithAlerts } from './json.ts';

/** A format that the archive keeps. */
export interface ArchivedFormat {
  /** As `--format` has it. */
  readonly name: string;
  readonly extension: string;
  readonly contentType: string;
  /** Its renderer is loaded when it is used. */
  readonly render: (report: ReportWithAlerts, background: ReportBackground) => Promise<string>;
}

/** The formats of an archived report. Messages name the first one. */
export const ARCHIVED: readonly ArchivedFormat[] = [
  {
    name: 'html',
    extension: 'html',
    contentType: 'text/html; charset=utf-8',
    render: async (report, background) => (await import('./html/page.ts')).htmlReport(report, background),
  },
  {
    name: 'json',
    extension: 'json',
    contentType: 'application/json',
    render: async (report) => (await import('./json.ts')).compactJson(report),
  },
  {
    name: 'ocsf',
    extension: 'ocsf.jsonl',
    contentType: 'application/x-ndjson',
    render: async (report, background) => (await import('./ocsf.ts')).ocsf(report, background),
  },
];
