import { WardenError } from '../../core/errors.ts';
import type { Notice } from '../../core/compliance/report.ts';
import type { Remediation } from '../../core/run.ts';
import type { LoadedPolicy } from '../../policy/loaded-policy.ts';

interface Modes {
  readonly policy: LoadedPolicy;
  readonly deployed: Remediation;
}

/** The remediation that a run is allowed. An event can lower it to `report`; it cannot raise it. Throws a WardenError. */
export function ceilingOf(requested: Remediation | undefined, { policy, deployed }: Modes): Remediation {
  if (requested === 'enforce' && policy.policy.remediation === 'report') {
    throw new WardenError(
      'request',
      'remediation: expected "report", as in the policy, found "enforce". Change the policy to repair',
    );
  }
  if (requested === 'enforce' && deployed === 'report') {
    throw new WardenError(
      'request',
      'remediation: expected "report", because this stack was deployed with it, found "enforce". Deploy with --param remediation=enforce',
    );
  }
  return requested ?? deployed;
}

/** The notice that the stack may do less than the policy says. */
export function cappedNotice({ policy }: LoadedPolicy, deployed: Remediation): readonly Notice[] {
  const enforces = [policy, ...policy.overrides].some(({ remediation }) => remediation === 'enforce');
  if (!enforces || deployed === 'enforce') return [];
  const message =
    'the policy has remediation: enforce, and this stack was deployed with remediation=report, so nothing is written';
  return [{ kind: 'remediation-capped', message }];
}
