import type { Report } from '../../core/compliance/report.ts';
import { storyOfChanges, type Changes } from './alert-view.ts';
import { storyOfDigest, type Digest } from './digest-view.ts';
import { storyOf, type Story } from './report-view.ts';

/** What is to be told of a run: what it changed, what stands after a week, or all of it. */
export interface Matter {
  readonly changes?: Changes | undefined;
  readonly digest?: Digest | undefined;
}

export function storyFor(report: Report, { changes, digest }: Matter): Story {
  if (digest) return storyOfDigest(report, digest);
  return changes ? storyOfChanges(report, changes) : storyOf(report);
}
