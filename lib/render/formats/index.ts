import type { Report } from '../../core/compliance/report.ts';
import { chat } from '../messages/chat.ts';
import type { ReportBackground } from '../view/report-background.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { ocsf } from './ocsf.ts';
import { text } from './text.ts';

/** Every report format by its name on the command line. Lists of formats elsewhere are derived from this table. */
export const FORMATS = {
  text: (report: Report) => text(report),
  json,
  csv,
  markdown,
  chat,
  // Its charts are loaded for it alone.
  html: async (report: Report, background?: ReportBackground) => {
    const { htmlReport } = await import('./html/page.ts');
    return htmlReport(report, background);
  },
  ocsf,
  junit,
} as const satisfies Readonly<
  Record<string, (report: Report, background?: ReportBackground) => string | Promise<string>>
>;

export type Format = keyof typeof FORMATS;

export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);
