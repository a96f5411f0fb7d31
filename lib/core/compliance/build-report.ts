import { compareTargets, compareText } from '../order.ts';
import { SESSION } from '../settings/session.ts';

import type { Assessment } from './assess.ts';
import type { Notice, Report, Result } from './report.ts';
import { unitCounts } from './unit-counts.ts';
import { runVerdict, summarize, targetVerdict } from './verdict.ts';

export type ReportHead = Omit<Report, 'schemaVersion' | 'verdict' | 'summary' | 'results'>;

/** What a run knows of the accounts that it read. What AWS Organizations did not say is null or empty. */
interface KnownAccount {
  readonly accountId: string;
  readonly name: string | null;
  readonly organizationalUnits: readonly string[];
}

/** The report of a run: verdicts, counts, everything sorted. */
export function buildReport(
  head: ReportHead,
  assessments: readonly Assessment[],
  accounts: readonly KnownAccount[] = [],
): Report {
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name ?? undefined]));
  const results = assessments
    .map((assessment) => resultOf(assessment, names.get(assessment.target.accountId)))
    .toSorted(compareTargets);
  const units = unitCounts(results, new Map(accounts.map((one) => [one.accountId, one.organizationalUnits])));
  const summary = summarize(results);
  const { runId, startedAt, finishedAt, trigger, scope, policy, regions, notices, cost } = head;
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
    ...(units.length === 0 ? {} : { units }),
    notices: fewOfBuckets(notices.toSorted((a, b) => compareText(a.kind, b.kind) || compareText(a.message, b.message))),
    ...(cost === undefined ? {} : { cost }),
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
