import type { Report } from '../../core/compliance/report.ts';
import { alertView, WHOLE, type Changes, type Part } from './alert-view.ts';
import { digestView, type Digest } from './digest-view.ts';
import { reportView } from './report-view.ts';
import type { View } from './view.ts';

/** The subject of a message: the changes of a run, the digest of a week, or else the whole report. */
export interface MessageContent {
  readonly changes?: Changes | undefined;
  readonly digest?: Digest | undefined;
  /** Which of the numbered messages of a run it is. */
  readonly part?: Part | undefined;
}

export function viewFor(report: Report, { changes, digest, part = WHOLE }: MessageContent): View {
  if (digest) return digestView(report, digest);
  return changes ? alertView(report, changes, part) : reportView(report);
}
