import type { Membership, Observation, Observations, Unknown } from '../observation.ts';
import type { Administration } from '../organization/administration.ts';
import { AFTER_STATUS } from '../settings/group.ts';
import { SETTINGS } from '../settings/index.ts';
import { SESSION } from '../settings/session.ts';
import type { Difference, SettingDefinition } from '../settings/setting.ts';
import { status } from '../settings/status.ts';
import type { Target } from '../target.ts';
import { compareSettings, type ComparedSetting } from './compare.ts';
import type { Drift } from './drift.ts';
import type { TargetPolicy } from './target-policy.ts';
import type { Waiver } from './waiver.ts';

/** A target as it was read, and what its policy is. */
export interface ReadTarget {
  readonly target: Target;
  readonly policy: TargetPolicy;
  readonly observations: Observations;
  /** Left out: no action depends on it. */
  readonly membership?: Membership | undefined;
  /** Left out: the run cannot call a Macie administrator for the target. */
  readonly administration?: Administration | undefined;
}

/** What follows from it. */
export interface Assessment extends ReadTarget {
  readonly drifts: readonly Drift[];
  readonly unknowns: readonly Unknown[];
  /** The actual value of each desired setting that was compared. */
  readonly actual: Readonly<Record<string, string | null>>;
}

/** Compares what was read with what is desired and chooses an action for each drift. Decides nothing about writing. */
export function assess(
  { target, policy, observations, membership, administration }: ReadTarget,
  settings: readonly SettingDefinition[] = SETTINGS,
): Assessment {
  const compared = compareSettings(settings, { desired: policy.desired, observations });
  return {
    target,
    policy,
    observations,
    ...(membership === undefined ? {} : { membership }),
    ...(administration === undefined ? {} : { administration }),
    drifts: afterStatus(
      compared.flatMap((one) => driftOf(one, { target, policy, observations, membership, administration })),
      { settings, session: observations[SESSION] },
    ),
    unknowns: [...unreadGroups(observations), ...missingValues(compared, observations)],
    actual: Object.fromEntries(
      compared.flatMap(({ setting, comparison }) => ('actual' in comparison ? [[setting.id, comparison.actual]] : [])),
    ),
  };
}

function driftOf(
  { setting, desired, values, comparison }: ComparedSetting,
  { target, policy, observations, membership, administration }: ReadTarget,
): readonly Drift[] {
  if (comparison.kind !== 'different') return [];
  const session = observations[SESSION];
  const difference: Difference = { setting: setting.id, desired, actual: comparison.actual };
  const choice = setting.chooseAction(difference, {
    values,
    target,
    membership,
    administration,
    desired: policy.desired,
    session: session?.kind === 'values' ? session.values : undefined,
  });
  const waiver = waiverFor(setting.id, policy);
  const drift = { ...difference, action: choice.kind === 'manual' ? 'manual' : choice.action, failure: null, waiver };
  if (waiver) return [{ ...drift, outcome: 'skipped', detail: `waived until ${waiver.expires}` }];
  return choice.kind === 'manual'
    ? [{ ...drift, outcome: 'manual', detail: choice.detail }]
    : [{ ...drift, outcome: 'planned', detail: null }];
}

/**
 * Whether a session that is not ENABLED takes other settings is not documented: they are repaired after its status, and not
 * without it.
 */
function afterStatus(
  drifts: readonly Drift[],
  { settings, session }: { readonly settings: readonly SettingDefinition[]; readonly session: Observation | undefined },
): readonly Drift[] {
  const isPlanned = drifts.some(({ setting, outcome }) => setting === status.id && outcome === 'planned');
  if (isEnabled(session) || isPlanned) return drifts;
  const ofSession = new Set(settings.filter(({ group }) => group === SESSION).map(({ id }) => id));
  return drifts.map((drift) =>
    drift.outcome === 'planned' && !ofSession.has(drift.setting)
      ? { ...drift, outcome: 'skipped', detail: AFTER_STATUS }
      : drift,
  );
}

function isEnabled(session: Observation | undefined): boolean {
  return session?.kind === 'values' && session.values['status'] === 'ENABLED';
}

function waiverFor(setting: string, { waivers }: TargetPolicy): Waiver | null {
  const found = waivers.find(({ settings }) => settings.includes(setting));
  return found ? { reason: found.reason, owner: found.owner, expires: found.expires } : null;
}

function unreadGroups(observations: Observations): readonly Unknown[] {
  return Object.entries(observations).flatMap(([group, observation]) =>
    observation.kind === 'unknown' ? [{ group, reason: observation.reason, detail: observation.detail }] : [],
  );
}

/**
 * An answer that lacks a desired setting does not show it; neither does a group that was not read. Where the session could not be
 * read, no other group was: that is one unknown and not several.
 */
function missingValues(compared: readonly ComparedSetting[], observations: Observations): readonly Unknown[] {
  const session = observations[SESSION];
  const isSessionUnknown = session?.kind === 'unknown';
  // Where a list stood in for an account that was not reached, its other groups were not read for the same reason.
  const whyUnread = session?.kind === 'values' ? session.missing : undefined;
  const unseen = compared.filter(({ setting: { group }, comparison }) => {
    if (comparison.kind !== 'unseen' || observations[group]?.kind === 'unknown') return false;
    return observations[group] !== undefined || !isSessionUnknown;
  });
  return [...Map.groupBy(unseen, ({ setting }) => setting.group)].map(([group, missing]) => {
    const names = missing.map(({ setting }) => setting.id).join(' and no ');
    const observation = observations[group];
    const [why] = missing.flatMap(({ comparison }) => ('why' in comparison ? comparison.why : []));
    const known = why ?? (observation?.kind === 'values' ? observation.missing : whyUnread);
    if (known) return { group, ...known };
    return observation
      ? { group, reason: 'bad-response', detail: `the answer had no ${names}, so it could not be compared` }
      : { group, reason: 'not-reached', detail: `the run did not read ${group}, so there was no ${names} to compare` };
  });
}
