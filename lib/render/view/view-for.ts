import type { Report } from '../../core/compliance/report.ts';
import { alertView, type Changes } from './alert-view.ts';
import { digestView, type Digest } from './digest-view.ts';
import { reportView } from './report-view.ts';
import type { View } from './view.ts';

/** The subject of a message: the changes of a run, the digest of a week, or else the whole report. */
export interface MessageContent {
  readonly changes?: Changes | undefined;
  readonly digest?: Digest | undefined;
}

export function viewFor(report: Report, { changes, digest }: MessageContent): View {
  if (digest) return digestView(report, digest);
  return changes ? alertView(report, changes) : reportView(report);
}
