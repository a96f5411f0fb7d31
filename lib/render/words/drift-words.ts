import type { DriftAlert } from '../../core/alerts/model.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import type { Waiver } from '../../core/compliance/waiver.ts';
import type { Remediation } from '../../core/run.ts';
import { settingOf } from '../../core/settings/registry.ts';
import type { Difference, LossFacts } from '../../core/settings/setting.ts';
import { capitalize } from './sentence.ts';

export const UNDONE_EACH_TIME = 'The repairs of macie-warden are undone each time.';

export function valueText(value: string | null): string {
  return value ?? 'not there';
}

/** Such as `status is PAUSED, should be ENABLED`. */
export function differenceText({ setting, desired, actual, outcome }: Difference & Pick<Drift, 'outcome'>): string {
  return outcome === 'verified'
    ? `${setting} was ${valueText(actual)}, is now ${desired}`
    : `${setting} is ${valueText(actual)}, should be ${desired}`;
}

/** The facts of a drift, or of its alert, that its outcome is written from. */
export type DriftOutcome = Difference & Pick<Drift, 'action' | 'outcome' | 'failure' | 'detail'>;

/** Why a drift was only reported, by what the run was allowed to do. */
const WHY_REPORTED: Readonly<Record<Remediation, string>> = {
  report: 'This run only reports',
  enforce: 'The policy has remediation: report here',
};

/** The repair of a drift and its outcome. `remediation`: what the run was allowed to do; null if that is not known. */
export function outcomeText(drift: DriftOutcome, remediation: Remediation | null): string {
  const { outcome, failure, detail } = drift;
  const action = actionText(drift);
  const more = detail === null ? '' : `. ${capitalize(detail)}`;
  switch (outcome) {
    case 'planned':
      return `to do: ${action}${remediation === null ? '' : `. ${WHY_REPORTED[remediation]}`}`;
    case 'applied':
      return `sent, not visible yet: ${action}${more}`;
    case 'verified':
      return `repaired and verified: ${action}${more}`;
    case 'failed':
      return `could not ${action}${failure === null ? more : `: ${failure.reason}: ${failure.detail}`}`;
    case 'skipped':
      return `not done: ${action}${more}`;
    case 'manual':
      return `for a person: ${detail ?? action}`;
  }
}

/** Such as `enable Macie`. */
export function actionText(drift: Difference & Pick<Drift, 'action'>): string {
  const { setting, action } = drift;
  return action === 'manual' ? 'repair it by hand' : settingOf(setting).describeAction(action, drift);
}

/** The data that the difference has destroyed for good, if any. */
export function lossLines(difference: Difference, facts: LossFacts): readonly string[] {
  const loss = settingOf(difference.setting).describeLoss?.(difference, facts) ?? null;
  return loss === null ? [] : [loss];
}

/** Such as `until 2027-01-31 by cloud-security@example.com: see RISK-12`. */
export function waiverText({ expires, owner, reason }: Waiver): string {
  return `until ${expires} by ${owner}: ${reason}`;
}

const VALUES_WHILE_ON: ReadonlySet<string | null> = new Set(['ENABLED', 'PAUSED']);

/** Does anything in an alert prove that Macie was on before? */
export function wasOn(alert: DriftAlert): boolean {
  const calls = 'earlierCalls' in alert ? [alert.call, ...alert.earlierCalls] : [alert.call];
  return (
    alert.kind === 'contested' ||
    alert.kind === 'interrupted' ||
    (alert.kind === 'changed' && VALUES_WHILE_ON.has(alert.previous)) ||
    calls.some((call) => call !== null)
  );
}
