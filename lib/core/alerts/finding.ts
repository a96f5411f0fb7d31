import type { Drift } from '../compliance/drift.ts';
import type { Result } from '../compliance/report.ts';
import { NOT_IN_LIVE_LIST } from '../regions.ts';
import { settingOf } from '../settings/registry.ts';
import { SESSION } from '../settings/session.ts';

/** The finding of one run on one setting of a target. */
export type Finding =
  | { readonly kind: 'drift'; readonly drift: Drift }
  | { readonly kind: 'no-drift' }
  | { readonly kind: 'unknown' }
  /** The target has no Macie to compare any more. */
  | { readonly kind: 'gone'; readonly detail: string };

/** `narrowedTo`: the settings that the run compared; left out: all. A setting beside them is unknown. */
export function findingOf(setting: string, result: Result, narrowedTo?: readonly string[]): Finding {
  if (narrowedTo !== undefined && !narrowedTo.includes(setting)) return { kind: 'unknown' };
  if (isLeftOut(result)) return { kind: 'unknown' };
  if (result.verdict === 'not-applicable')
    return { kind: 'gone', detail: result.detail ?? 'there is no Macie any more' };
  // After a failed reading the drifts of before it are listed, and show nothing of now.
  if (result.settings[setting] === undefined && isUnread(settingOf(setting).group, result)) return { kind: 'unknown' };
  const drift = result.drifts.find((one) => one.setting === setting);
  return drift ? { kind: 'drift', drift } : { kind: 'no-drift' };
}

/** Where the session could not be read, no other group was: its unknown stands for all of them. */
function isUnread(group: string, { session, unknowns }: Result): boolean {
  return unknowns.some((one) => one.group === group || (one.group === SESSION && session === null));
}

/** Was the Region not read, with only a gap in a list as the reason? Nothing follows from it: an earlier list may have had the Region. */
export function isLeftOut({ verdict, detail }: Pick<Result, 'verdict' | 'detail'>): boolean {
  return verdict === 'not-applicable' && detail === NOT_IN_LIVE_LIST;
}

/** The settings that a result brings up by itself, whether there are records of them or not. */
export function settingsWithDrift({ drifts, settings }: Result): readonly string[] {
  return drifts.filter(({ setting }) => settings[setting] !== undefined).map(({ setting }) => setting);
}
