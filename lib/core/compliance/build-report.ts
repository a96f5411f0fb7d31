import { compareTargets, compareText } from '../order.ts';
import { SESSION } from '../settings/session.ts';

import type { Assessment } from './assess.ts';
import type { Notice, Report, Result } from './report.ts';
import { runVerdict, summarize, targetVerdict } from './verdict.ts';

export type ReportHead = Omit<Report, 'schemaVersion' | 'verdict' | 'summary' | 'results'>;

/** By account id; an account without a name is left out. */
type AccountNames = ReadonlyMap<string, string>;

/** The report of a run: verdicts, counts, everything sorted. */
export function buildReport(
  head: ReportHead,
  assessments: readonly Assessment[],
  accountNames: AccountNames = new Map(),
): Report {
  const results = assessments
    .map((assessment) => resultOf(assessment, accountNames.get(assessment.target.accountId)))
    .toSorted(compareTargets);
  const summary = summarize(results);
  const { runId, startedAt, finishedAt, trigger, scope, policy, regions, notices } = head;
  return {
    schemaVersion: 2,
    runId,
    startedAt,
    finishedAt,
    trigger,
    scope,
    policy,
    regions,
    verdict: runVerdict(summary),
    summary,
    notices: fewOfBuckets(notices.toSorted((a, b) => compareText(a.kind, b.kind) || compareText(a.message, b.message))),
    results,
  };
}

const MOST_OF_BUCKETS = 3;

/** A role without a permission lacks it in thousands of accounts. */
function fewOfBuckets(notices: readonly Notice[]): readonly Notice[] {
  const ofBuckets = notices.filter(({ kind }) => kind === 'buckets-unknown');
  const left = ofBuckets.slice(MOST_OF_BUCKETS);
  if (left.length === 0) return notices;
  const rest: Notice = {
    kind: 'buckets-unknown',
    message: `the same goes for ${left.length} more ${left.length === 1 ? 'account' : 'accounts'}, whose buckets could not be listed either`,
  };
  const at = notices.findIndex((notice) => notice === left[0]);
  return notices.filter((notice) => !left.includes(notice)).toSpliced(at, 0, rest);
}

function resultOf(assessment: Assessment, accountName: string | undefined): Result {
  const { target, observations, actual, drifts, unknowns } = assessment;
  const session = observations[SESSION];
  const [first] = unknowns;
  return {
    accountId: target.accountId,
    ...(accountName === undefined ? {} : { accountName }),
    region: target.region,
    verdict: targetVerdict(assessment),
    session: session?.kind === 'values' ? session.values : null,
    settings: actual,
    drifts,
    unknowns,
    reason: first?.reason ?? null,
    detail: first?.detail ?? (session?.kind === 'not-applicable' ? session.detail : null),
  };
}
