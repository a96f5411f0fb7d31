import type { Remediation } from '../../core/model.ts';
import type { Notice } from '../../core/compliance/report.ts';
import type { LoadedPolicy } from '../../policy/load.ts';
import type { CheckAnswer } from './check-contract.ts';
import type { CheckEvent } from './check-event.ts';
import { RequestError } from '../run/request.ts';
import { run, type RunDeps } from '../run/run.ts';

/** The use case of the handler: one sweep, published if there is something to say. */
export async function check(event: CheckEvent, deps: RunDeps): Promise<CheckAnswer> {
  const policy = await deps.loadPolicy();
  const { trigger, regions, accounts, digest } = event;
  const ceiling = ceilingOf(event, { policy, deployed: deps.ceiling });
  const notices = capNotice(policy, deps.ceiling);
  const { report, published, alerts } = await run(
    {
      request: { policy, trigger, ceiling, regions, accounts, notices },
      isWhole: regions === undefined && accounts === undefined,
      digest,
    },
    deps,
  );
  return {
    runId: report.runId,
    verdict: report.verdict,
    summary: report.summary,
    published,
    alerts,
    notices: report.notices,
    results: report.results.filter(({ verdict }) => verdict !== 'compliant'),
  };
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

/** What a reader has to know if the stack may do less than the policy says. */
export function capNotice({ policy }: LoadedPolicy, deployed: Remediation): readonly Notice[] {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  if (!enforces || deployed === 'enforce') return [];
  const message = 'the policy says enforce and this stack was deployed with remediation=report, so nothing is written';
  return [{ kind: 'remediation-capped', message }];
}
