import type { Assessment } from './assess.ts';
import { compareTargets, compareText } from '../order.ts';
import type { Report, Result } from './report.ts';
import { runVerdict, summarize, targetVerdict } from './verdict.ts';

export type ReportHead = Omit<Report, 'schemaVersion' | 'verdict' | 'summary' | 'results'>;

/** Makes the report of a run: verdicts, counts, everything sorted. */
export function assemble(head: ReportHead, assessments: readonly Assessment[]): Report {
  const results = assessments.map(resultOf).toSorted(compareTargets);
  const summary = summarize(results);
  return {
    schemaVersion: 1,
    runId: head.runId,
    startedAt: head.startedAt,
    finishedAt: head.finishedAt,
    trigger: head.trigger,
    policy: head.policy,
    regions: head.regions,
    verdict: runVerdict(summary),
    summary,
    notices: head.notices.toSorted((a, b) => compareText(a.kind, b.kind) || compareText(a.message, b.message)),
    results,
  };
}

function resultOf(assessment: Assessment): Result {
  const { target, observation, drifts, unseen } = assessment;
  const base = { accountId: target.accountId, region: target.region, verdict: targetVerdict(assessment) };
  switch (observation.kind) {
    case 'session':
      return {
        ...base,
        session: observation.session,
        drifts,
        reason: unseen.length > 0 ? 'bad-response' : null,
        detail: unseen.length > 0 ? `the answer had no ${unseen.join(' and no ')}, so it could not be compared` : null,
      };
    case 'unknown':
      return { ...base, session: null, drifts, reason: observation.reason, detail: observation.detail };
    case 'not-applicable':
      return { ...base, session: null, drifts, reason: null, detail: observation.detail };
  }
}
