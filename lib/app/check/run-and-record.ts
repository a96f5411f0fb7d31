import type { RunRequest } from '../run/request.ts';
import type { RunResult } from '../run/result.ts';
import { run } from '../run/run.ts';
import type { CheckDeps } from './deps.ts';
import { snsFailure } from './sns-failure.ts';

/**
 * One run, logged and measured. It fails when SNS does: Lambda's retries and the dead-letter queue are for that. A failure of
 * Slack is an alarm of its own.
 */
export async function runAndRecord(request: RunRequest, deps: CheckDeps): Promise<RunResult> {
  const result = await run(request, deps);
  deps.recordRun(result);
  const failure = snsFailure(result.failures);
  if (failure === null) return result;
  deps.logReport(result.report);
  throw failure;
}
