import type { Failure, Observation, Observations } from '../observation.ts';
import { SETTINGS } from '../settings/index.ts';
import { compareSettings } from '../settings/registry.ts';
import { SESSION } from '../settings/session.ts';
import { assess, type Assessment } from './assess.ts';
import { skip, type Drift } from './drift.ts';
import type { WriteAnswer } from './write-answer.ts';

export interface WriteResult {
  /** The settings whose drifts the write was to remove. */
  readonly settings: readonly string[];
  readonly group: string;
  readonly answer: WriteAnswer;
  /** The last reading of the group after the write. */
  readonly after: Observation;
}

/**
 * A target after a write. The last reading decides: a setting that it shows as desired is `verified`, whatever the answer
 * was; one that it does not show is `applied` if AWS accepted the write and `failed` if it did not.
 */
export function withWriteResult(before: Assessment, { settings, group, answer, after }: WriteResult): Assessment {
  const observations = observationsAfter(before.observations, { group, after });
  const now = assess({ ...before, observations });
  const isWritten = ({ setting }: Drift): boolean => settings.includes(setting);
  if (after.kind !== 'values')
    return { ...now, drifts: before.drifts.map((drift) => (isWritten(drift) ? notSeen(drift, answer) : drift)) };

  const read = new Set(SETTINGS.filter((setting) => setting.group === group).map(({ id }) => id));
  const open = now.drifts.filter(({ setting }) => read.has(setting));
  const stillOpen = new Set(open.map(({ setting }) => setting));
  const drifts = [
    ...before.drifts.filter(({ setting }) => !read.has(setting)),
    ...before.drifts
      .filter((drift) => isWritten(drift) && !stillOpen.has(drift.setting))
      .map((drift) => seen(drift, answer)),
    ...open.map((drift) => {
      const known = before.drifts.find(({ setting }) => setting === drift.setting);
      if (known && isWritten(known)) return notSeen({ ...drift, action: known.action }, answer);
      return known?.actual === drift.actual ? known : newDrift(drift);
    }),
  ];
  return { ...now, drifts: drifts.toSorted((a, b) => compareSettings(a.setting, b.setting)) };
}

/** Once Macie is on, the groups that were not read because it was off have to be read: until then they are unknown. */
function observationsAfter(
  before: Observations,
  { group, after }: { readonly group: string; readonly after: Observation },
): Observations {
  const isOn = group === SESSION && after.kind === 'values' && after.values['status'] !== 'DISABLED';
  const others = Object.entries(before).filter(([, { kind }]) => !isOn || kind !== 'not-applicable');
  return { ...Object.fromEntries(others), [group]: after };
}

/** A target with groups that were read only after its writes: those that were not there while Macie was off. */
export function withGroupsRead(before: Assessment, read: Observations): Assessment {
  const now = assess({ ...before, observations: { ...before.observations, ...read } });
  const known = new Set(before.drifts.map(({ setting }) => setting));
  const added = now.drifts.filter(({ setting }) => !known.has(setting)).map((drift) => newDrift(drift));
  return { ...now, drifts: [...before.drifts, ...added].toSorted((a, b) => compareSettings(a.setting, b.setting)) };
}

/** A drift that only the reading after the write showed, such as the old frequency of a session that was off. */
function newDrift(drift: Drift): Drift {
  return drift.outcome === 'planned' ? skip(drift, 'seen after the write: left to the next run') : drift;
}

function seen(drift: Drift, answer: WriteAnswer): Drift {
  const verified = (detail: string | null): Drift => ({ ...drift, outcome: 'verified', detail });
  switch (answer.kind) {
    case 'accepted':
      return verified(null);
    case 'already-enabled':
      return verified('Macie had been enabled already when the write arrived');
    case 'refused':
    case 'unclear':
      return verified(`the write was answered with ${answer.reason}, and a reading shows the desired value`);
    case 'manual':
      return verified('the write was refused, and the desired value is there all the same');
  }
}

function notSeen(drift: Drift, answer: WriteAnswer): Drift {
  const failed = (failure: Failure): Drift => ({ ...drift, outcome: 'failed', failure, detail: null });
  switch (answer.kind) {
    case 'accepted':
      return { ...drift, outcome: 'applied', detail: null };
    case 'already-enabled':
      return failed({
        reason: 'bad-response',
        detail: 'AWS answers that Macie is enabled already, and a reading does not show it',
      });
    case 'refused':
      return failed({ reason: answer.reason, detail: answer.detail });
    case 'manual':
      return { ...drift, action: 'manual', outcome: 'manual', failure: null, detail: answer.detail };
    case 'unclear':
      return failed({ reason: answer.reason, detail: `${answer.detail}. A reading does not show the change` });
  }
}
