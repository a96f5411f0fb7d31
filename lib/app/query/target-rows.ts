import type { Assessment } from '../../core/compliance/assess.ts';
import { targetVerdict } from '../../core/compliance/verdict.ts';
import type { Failure, Observation } from '../../core/observation.ts';
import { SETTINGS } from '../../core/settings/index.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { Row } from '../../sql/database.ts';
import { assessTargets } from '../scan/assess-targets.ts';
import type { Scan, ScannedTarget } from '../scan/scan-result.ts';
import type { QueryPlan } from './plan-query.ts';
import { SESSION_SETTINGS, settingsOf, type QueryPolicy } from './query-policy.ts';

/* The rows of the tables of targets, from what was read of them. Pure. */

export interface TargetRows {
  readonly rows: readonly Row[];
  /** Of targets that could not be read, or not in full. */
  readonly unread: readonly Row[];
}

interface Comparing {
  readonly scan: Scan;
  readonly policy: QueryPolicy;
  readonly plan: QueryPlan;
}

const isUnread = (row: Row): boolean => row['verdict'] === 'unknown';

/** One row for each target. */
export function sessionRows({ scan, policy }: Comparing): TargetRows {
  // What was read beside the session says nothing of it.
  const targets = scan.targets.map((scanned): ScannedTarget => ({
    ...scanned,
    observations: Object.fromEntries(Object.entries(scanned.observations).filter(([group]) => group === SESSION)),
  }));
  const assessments = assessTargets(
    { ...scan, targets },
    { request: { policy: policy.loaded }, settings: SESSION_SETTINGS },
  );
  const names = namesOf(scan);
  const rows = assessments.map((assessment) => {
    const observation = assessment.observations[SESSION];
    const values = observation?.kind === 'values' ? observation.values : {};
    return {
      ...identity(assessment, names),
      data__Identifier: assessment.target.accountId,
      Identifier: assessment.target.accountId,
      status: values['status'] ?? null,
      finding_publishing_frequency: values['findingPublishingFrequency'] ?? null,
      service_role: values['serviceRole'] ?? null,
      created_at: values['createdAt'] ?? null,
      updated_at: values['updatedAt'] ?? null,
      ...verdictCells(policy.isGiven ? targetVerdict(assessment) : withoutPolicy(observation), {
        failure: policy.isGiven ? assessment.unknowns[0] : undefined,
        observation,
      }),
    };
  });
  return { rows, unread: rows.filter(isUnread) };
}

function withoutPolicy(observation: Observation | undefined): string | null {
  return observation?.kind === 'values' ? null : (observation?.kind ?? 'unknown');
}

function verdictCells(
  verdict: string | null,
  { failure, observation }: { readonly failure: Failure | undefined; readonly observation: Observation | undefined },
): Row {
  const unknown = failure ?? (observation?.kind === 'unknown' ? observation : undefined);
  const notApplicable = observation?.kind === 'not-applicable' ? observation.detail : null;
  return {
    verdict,
    reason: verdict === 'unknown' ? (unknown?.reason ?? null) : null,
    detail: verdict === 'unknown' ? (unknown?.detail ?? null) : notApplicable,
  };
}

/** One row for each setting of each target that is desired, or, without a policy, that there is. */
export function settingRows(comparing: Comparing): TargetRows {
  const names = namesOf(comparing.scan);
  const rows = compared(comparing).flatMap((assessment) =>
    SETTINGS.filter(({ id }) => assessment.policy.desired[id] !== undefined).map(({ id, group }) => ({
      ...identity(assessment, names),
      setting: id,
      settings_group: group,
      desired: comparing.policy.isGiven ? (assessment.policy.desired[id] ?? null) : null,
      ...(comparing.policy.isGiven ? comparedCells(id, group, assessment) : readCells(id, group, assessment)),
    })),
  );
  return { rows, unread: rows.filter(isUnread) };
}

function compared({ scan, policy, plan }: Comparing): readonly Assessment[] {
  const settings = settingsOf(plan);
  const loaded = policy.isGiven
    ? policy.loaded
    : { ...policy.loaded, policy: { ...policy.loaded.policy, desired: EVERY } };
  return assessTargets(scan, { request: { policy: loaded }, settings });
}

const EVERY: Readonly<Record<string, string>> = Object.fromEntries(SETTINGS.map(({ id }) => [id, '']));

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
  const names = namesOf(comparing.scan);
  const rows = compared(comparing).flatMap((assessment) =>
    assessment.drifts.map(({ setting, desired, actual, action, outcome, detail, waiver }) => ({
      ...identity(assessment, names),
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
    })),
  );
  return { rows, unread: settingRows(comparing).unread };
}

function namesOf({ accounts }: Scan): ReadonlyMap<string, string | null> {
  return new Map(accounts.map(({ accountId, name }) => [accountId, name]));
}

function identity({ target: { accountId, region } }: Assessment, names: ReadonlyMap<string, string | null>): Row {
  return {
    region,
    aws_account_id: accountId,
    account_id: accountId,
    account_name: names.get(accountId) ?? null,
  };
}
