import type { Report } from '../core/report.ts';
import { storyOfChanges, type Changes } from './alert-story.ts';
import { storyOfDigest, type Digest } from './digest-story.ts';
import { storyOf, type Story } from './story.ts';

/** What is to be told of a run: what it changed, what stands after a week, or all of it. */
export interface Matter {
  readonly changes?: Changes | undefined;
  readonly digest?: Digest | undefined;
}

export function storyFor(report: Report, { changes, digest }: Matter): Story {
  if (digest) return storyOfDigest(report, digest);
  return changes ? storyOfChanges(report, changes) : storyOf(report);
}
