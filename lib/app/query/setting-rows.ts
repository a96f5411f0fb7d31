import type { Assessment } from '../../core/compliance/assess.ts';
import { SETTINGS } from '../../core/settings/index.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Row } from '../../sql/database.ts';
import { assessTargets } from '../scan/assess-targets.ts';
import { settingsOf } from './query-policy.ts';
import { targetRows, verdictCells, withoutPolicy, type Comparing, type TargetRows } from './row-cells.ts';

/** One row for each setting of each target that is desired, or, without a file of a policy, that there is. */
export function settingRows(comparing: Comparing): TargetRows {
  const { kind } = comparing.policy;
  const shown = settingsOf(comparing.plan);
  const rows = compared(comparing).flatMap((assessment) =>
    SETTINGS.filter(({ id }) => shown.includes(id) && (kind !== 'given' || isDesired(id, assessment))).map(
      ({ id, group }) => ({
        target: assessment.target,
        cells: {
          setting: id,
          settings_group: group,
          ...(kind !== 'none' && isDesired(id, assessment)
            ? { desired: assessment.policy.desired[id] ?? null, ...comparedCells(id, group, assessment) }
            : { desired: null, ...readCells(id, group, assessment) }),
        },
      }),
    ),
  );
  return targetRows(rows, comparing.scan);
}

function isDesired(id: string, { policy }: Assessment): boolean {
  return policy.desired[id] !== undefined;
}

function compared({ scan, policy, plan }: Comparing): readonly Assessment[] {
  return assessTargets(scan, { request: { policy: policy.loaded }, settings: settingsOf(plan) });
}

/** What was read, compared with the policy. */
function comparedCells(id: string, group: string, { drifts, unknowns, actual, observations }: Assessment): Row {
  const drift = drifts.find(({ setting }) => setting === id);
  const found = actual[id];
  const observation = observations[group] ?? observations[SESSION];
  const failure =
    unknowns.find((unknown) => unknown.group === group) ??
    (found === undefined ? unknowns.find((one) => one.group === SESSION) : undefined);
  const verdict =
    drift !== undefined
      ? drift.waiver
        ? 'waived'
        : 'drifted'
      : found !== undefined
        ? 'compliant'
        : failure
          ? 'unknown'
          : 'not-applicable';
  return { actual: found ?? null, ...verdictCells(verdict, { failure, observation }) };
}

/** What was read, compared with nothing. */
function readCells(id: string, group: string, { observations }: Assessment): Row {
  const observation = observations[group] ?? observations[SESSION];
  const values = observations[group]?.kind === 'values' ? observations[group].values : {};
  return {
    actual: values[id] ?? null,
    ...verdictCells(withoutPolicy(observation), { failure: undefined, observation }),
  };
}

/** One row for each drift. */
export function driftRows(comparing: Comparing): TargetRows {
  const rows = compared(comparing).flatMap((assessment) =>
    assessment.drifts.map(({ setting, desired, actual, action, outcome, detail, waiver }) => ({
      target: assessment.target,
      cells: {
        setting,
        settings_group: SETTINGS.find(({ id }) => id === setting)?.group ?? null,
        desired,
        actual,
        action,
        outcome,
        detail,
        waiver_reason: waiver?.reason ?? null,
        waiver_owner: waiver?.owner ?? null,
        waiver_expires: waiver?.expires ?? null,
      },
    })),
  );
  return { ...targetRows(rows, comparing.scan), unread: settingRows(comparing).unread };
}
