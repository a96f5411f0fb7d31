import type { Loaded } from '../alerts/store.ts';
import type { Remediation } from '../core/model.ts';
import type { Notice } from '../core/report.ts';
import type { LoadedPolicy } from '../policy/load.ts';
import type { CheckAnswer, CheckDeps } from './check-contract.ts';
import { tellOrKeep } from './check-tell.ts';
import type { CheckEvent } from './event.ts';
import { RequestError } from './request.ts';
import { sweep } from './sweep.ts';

/** The use case of the handler: one sweep, published if there is something to say. */
export async function check(event: CheckEvent, deps: CheckDeps & { deadline: AbortSignal }): Promise<CheckAnswer> {
  const policy = await deps.loadPolicy();
  let early: Promise<Loaded> | undefined;
  const onAccount = (accountId: string): void => {
    early = deps.openStore?.().then((store) => store.load(accountId));
    // Looked at after the sweep; until then its failure is nobody's.
    early?.catch(() => undefined);
  };
  const report = await sweep(
    {
      policy,
      trigger: event.trigger,
      ceiling: ceilingOf(event, { policy, deployed: deps.ceiling }),
      regions: event.regions,
      accounts: event.accounts,
      notices: capNotice(policy, deps.ceiling),
      deadline: deps.deadline,
      onAccount,
    },
    deps,
  );
  deps.onReport(report);
  const { published, alerts } = await tellOrKeep(event, { report, policy, deps, early });
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

function capNotice({ policy }: LoadedPolicy, deployed: Remediation): readonly Notice[] {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  if (!enforces || deployed === 'enforce') return [];
  const message = 'the policy says enforce and this stack was deployed with remediation=report, so nothing is written';
  return [{ kind: 'remediation-capped', message }];
}
