import type { Remediation } from '../core/model.ts';
import type { Notice, Report, Result } from '../core/report.ts';
import type { LoadedPolicy } from '../policy/load.ts';
import { isWorthSaying } from '../publish/worth.ts';
import type { Deps } from './deps.ts';
import type { CheckEvent } from './event.ts';
import { RequestError } from './request.ts';
import { sweep } from './sweep.ts';

export interface CheckDeps extends Deps {
  readonly loadPolicy: () => Promise<LoadedPolicy>;
  /** The most that this deployment may do. */
  readonly ceiling: Remediation;
  /** Sends the report to those who want to know. Rejects when that failed for good. */
  readonly publish: (report: Report) => Promise<void>;
  /** Called as soon as there is a report, whatever becomes of publishing it. */
  readonly onReport: (report: Report) => void;
  /** The report could not be published: this is the last place to keep it. */
  readonly onUnpublished: (report: Report) => void;
}

/** What `check` answers: everything but the results that are compliant. */
export interface CheckAnswer {
  readonly runId: string;
  readonly verdict: Report['verdict'];
  readonly summary: Report['summary'];
  readonly published: boolean;
  readonly notices: readonly Notice[];
  readonly results: readonly Result[];
}

/** The use case of the handler: one sweep, published if there is something to say. */
export async function check(event: CheckEvent, deps: CheckDeps & { deadline: AbortSignal }): Promise<CheckAnswer> {
  const policy = await deps.loadPolicy();
  const report = await sweep(
    {
      policy,
      trigger: event.trigger,
      ceiling: ceilingOf(event, { policy, deployed: deps.ceiling }),
      regions: event.regions,
      accounts: event.accounts,
      notices: capNotice(policy, deps.ceiling),
      deadline: deps.deadline,
    },
    deps,
  );
  deps.onReport(report);
  const published = isWorthSaying(report, policy.policy.notify);
  if (published) await publishOrKeep(report, deps);
  return {
    runId: report.runId,
    verdict: report.verdict,
    summary: report.summary,
    published,
    notices: report.notices,
    results: report.results.filter(({ verdict }) => verdict !== 'compliant'),
  };
}

async function publishOrKeep(report: Report, deps: CheckDeps): Promise<void> {
  try {
    await deps.publish(report);
  } catch (error) {
    deps.onUnpublished(report);
    throw error;
  }
}

interface Modes {
  readonly policy: LoadedPolicy;
  readonly deployed: Remediation;
}

/** An event can turn a run down to `report`; it cannot turn one up. */
function ceilingOf({ remediation }: CheckEvent, { policy, deployed }: Modes): Remediation {
  if (remediation === 'enforce' && policy.policy.remediation === 'report') {
    throw new RequestError(
      'remediation: expected "report", because the policy says so, found "enforce". Change the policy to repair',
    );
  }
  if (remediation === 'enforce' && deployed === 'report') {
    throw new RequestError(
      'remediation: expected "report", because this stack was deployed with it, found "enforce". Deploy with --param remediation=enforce',
    );
  }
  return remediation ?? deployed;
}

function capNotice({ policy }: LoadedPolicy, deployed: Remediation): readonly Notice[] {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  if (!enforces || deployed === 'enforce') return [];
  const message = 'the policy says enforce and this stack was deployed with remediation=report, so nothing is written';
  return [{ kind: 'remediation-capped', message }];
}
