import type { Report } from '../../core/compliance/report.ts';
import { chat } from '../messages/chat.ts';
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
  ocsf: (report: Report) => ocsf(report),
  junit,
} as const satisfies Readonly<Record<string, (report: Report) => string>>;

export type Format = keyof typeof FORMATS;

export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);
