import { driftKey, type State } from '../alerts/records.ts';
import { isLeftOut } from '../alerts/finding.ts';
import { coversWholePolicy } from '../alerts/whole-policy.ts';
import type { Report, Result, Scope } from '../compliance/report.ts';
import type { Reason } from '../observation.ts';
import type { Trigger } from '../run.ts';
import type { Target } from '../target.ts';
import { groupTargets, type TargetGroup } from './target-groups.ts';

/** Targets that a run has read, with the settings that it compared. `isOff`: the policy does not want Macie on, and it is not. */
export interface ReadTargets extends TargetGroup {
  readonly settings: readonly string[];
  readonly isOff?: boolean | undefined;
}

/** `not-recorded`: it was read, and the state does not have what was found. */
export type UnreadReason = Reason | 'not-recorded';

/** Targets of which a run could not read a settings group; `group` null: nothing is known of any. */
export interface UnreadTargets extends TargetGroup {
  readonly group: string | null;
  readonly reason: UnreadReason;
}

/** What a run has read. A target that is in neither list is not of the run, or has no Macie. */
export interface Coverage {
  readonly read: readonly ReadTargets[];
  readonly unread: readonly UnreadTargets[];
}

/** What one run has read, and when. Drifts are not in it: evidence takes them from their lives. */
export interface ScanRecord {
  readonly runId: string;
  readonly trigger: Trigger;
  readonly startedAt: string;
  /** The readings count from here on. */
  readonly finishedAt: string;
  readonly scope: Scope['kind'];
  /** The scan was of the whole policy, so a target that is not in the coverage is not of the policy. */
  readonly isWhole: boolean;
  /** The Regions that the policy excludes, of a run that asked AWS for the others; left out: the policy lists them. */
  readonly excluded?: readonly string[] | undefined;
  /** The settings to which the run was narrowed; left out: none. */
  readonly settings?: readonly string[] | undefined;
  /** null: it cannot be read, so nothing is known of any target. */
  readonly coverage: Coverage | null;
}

/** The scan record of a run that has just ended. */
export type ScanRecordOfRun = ScanRecord & { readonly coverage: Coverage };

/** The scan record of a run, by its report and the state that it stored. */
export function scanRecordOf(report: Report, state: Pick<State, 'drifts'>): ScanRecordOfRun {
  const { runId, trigger, startedAt, finishedAt, scope, regions, results } = report;
  const recorded = new Set(state.drifts.filter((one) => one.state !== 'closed').map(driftKey));
  const isUnrecorded = (result: Result): boolean =>
    result.drifts.some(
      ({ setting, outcome }) =>
        outcome !== 'verified' &&
        result.settings[setting] !== undefined &&
        !recorded.has(driftKey({ ...result, setting })),
    );
  const entries = results.map((result) => ({
    result,
    hidden: isUnrecorded(result) ? ('not-recorded' as const) : null,
  }));
  return {
    runId,
    trigger,
    startedAt,
    finishedAt,
    scope: scope.kind,
    isWhole: coversWholePolicy(report),
    ...(regions.source === 'live' ? { excluded: regions.excluded } : {}),
    ...(scope.settings === undefined ? {} : { settings: scope.settings }),
    coverage: {
      read: groupTargets(entries.flatMap(({ result, hidden }) => (hidden === null ? readOf(result) : []))),
      unread: groupTargets(entries.flatMap(({ result, hidden }) => unreadOf(result, hidden))),
    },
  };
}

type Entry<T> = Target & { readonly same: T };

function readOf({
  accountId,
  region,
  settings,
  drifts,
  verdict,
}: Result): readonly Entry<Omit<ReadTargets, keyof TargetGroup>>[] {
  const compared = Object.keys(settings).toSorted();
  if (verdict === 'not-applicable' || compared.length === 0) return [];
  const { status } = settings;
  const isAsDesired = !drifts.some(({ setting }) => setting === 'status');
  const isOff = status !== undefined && status !== 'ENABLED' && isAsDesired;
  return [{ accountId, region, same: { settings: compared, ...(isOff ? { isOff } : {}) } }];
}

function unreadOf(
  result: Result,
  hidden: 'not-recorded' | null,
): readonly Entry<Omit<UnreadTargets, keyof TargetGroup>>[] {
  const { accountId, region, unknowns } = result;
  const target = { accountId, region };
  if (hidden !== null) return [{ ...target, same: { group: null, reason: hidden } }];
  if (isLeftOut(result)) return [{ ...target, same: { group: null, reason: 'not-reached' } }];
  return unknowns.map(({ group, reason }) => ({ ...target, same: { group, reason } }));
}
