import { NOT_ARCHIVED } from '../../core/archive/place.ts';
import type { Report } from '../../core/compliance/report.ts';
import { alertView } from './alert-view.ts';
import type { MessageContent } from './content.ts';
import { digestView } from './digest-view.ts';
import { reportView } from './report-view.ts';
import type { View } from './view.ts';
import { withArchive } from './with-archive.ts';

/** The view of a message. */
export function viewFor(report: Report, content: MessageContent): View {
  return withArchive(viewOf(report, content), content.archiving ?? NOT_ARCHIVED);
}

function viewOf(report: Report, { changes, digest }: MessageContent): View {
  if (digest) return digestView(report, digest);
  return changes ? alertView(report, changes) : reportView(report);
}
