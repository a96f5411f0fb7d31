import type { Alert } from '../../core/alerts/model.ts';
import type { Report } from '../../core/compliance/report.ts';
import { WardenError } from '../../core/errors.ts';
import { audienceWords } from '../../render/words/audience-words.ts';
import type { CheckEvent } from './check-event.ts';
import { NOT_SENT } from '../run/deps.ts';
import type { CheckDeps } from './deps.ts';
import { sendDigest } from './digest.ts';
import { requestOf } from './request.ts';
import { runAndRecord } from './run-and-record.ts';

/** The answer of `check`: everything but the results that are compliant. */
export interface CheckAnswer extends Pick<Report, 'runId' | 'verdict' | 'scope' | 'summary' | 'notices' | 'results'> {
  readonly published: boolean;
  /** Why nothing was published, or why it may have reached nobody; null when all is well, or nothing was to be published. */
  readonly reason: string | null;
  /** The alerts of the run; null where there is no state. */
  readonly alerts: readonly Alert[] | null;
}

/** The use case of the handler `check`: one run, published if something has changed. */
export async function check(event: CheckEvent, deps: CheckDeps): Promise<CheckAnswer> {
  const policy = await deps.loadPolicy();
  const result = await runAndRecord(requestOf(event, policy, deps.ceiling), deps);
  // Lambda tries again later: a run that could neither use the state nor send its alerts has not done its work.
  if (result.stateUse === 'busy')
    throw new WardenError(
      'state-unavailable',
      'another run held the account until the deadline of this one, so nothing was repaired and no alert was sent',
    );
  const digest = event.digest ? await sendDigest(result, policy, deps) : NOT_SENT;
  // The run has counted its own question to SNS already.
  if (result.audience === null && digest.audience !== null) deps.recordAudience(digest.audience);
  const audience = result.audience ?? digest.audience;
  const { runId, verdict, scope, summary, notices, results } = result.report;
  return {
    runId,
    verdict,
    scope,
    summary,
    published: result.published || digest.published,
    reason: audience && audienceWords(audience),
    alerts: result.alerts,
    notices,
    results: results.filter((one) => one.verdict !== 'compliant'),
  };
}
