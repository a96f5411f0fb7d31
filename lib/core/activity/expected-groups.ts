import type { GroupValues } from '../observation.ts';
import { compareText } from '../order.ts';
import type { Desired } from '../settings/desired.ts';
import { GROUPS, SETTINGS } from '../settings/index.ts';
import { SESSION } from '../settings/session.ts';
import type { SettingDefinition } from '../settings/setting.ts';
import { targetKey } from '../target.ts';
import { touchesSetting } from './attribution.ts';
import { replacesSession, type MacieCall } from './macie-call.ts';

/** The values that a settings group beside the session should show after the calls we know of. */
export interface ExpectedValues {
  readonly kind: 'values';
  /** Of the last of the calls. */
  readonly at: string;
  readonly sets: MacieCall['sets'];
  /** Settings that several calls of their last second set differently: the order is unknown, and no reading shows it. */
  readonly ambiguous: readonly string[];
}

/** By target key and settings group. Such a group has no time of its last change: only its values show that a reading is not stale. */
export type ExpectedGroups = Readonly<Record<string, Readonly<Record<string, ExpectedValues>>>>;

export function expectedGroups(calls: readonly MacieCall[]): ExpectedGroups {
  const targets = [...Map.groupBy(calls, targetKey)].flatMap(([target, made]) => {
    const groups = groupsAfter(ofLastSession(made));
    return Object.keys(groups).length === 0 ? [] : [[target, groups] as const];
  });
  return Object.fromEntries(targets);
}

/** The part that a policy compares: nothing depends on the rest. null: there is none. */
export function expectedOfDesired(
  { sets, ambiguous, ...rest }: ExpectedValues,
  desired: Desired,
): ExpectedValues | null {
  const wanted = Object.entries(sets).filter(([id]) => desired[id] !== undefined);
  const undecided = ambiguous.filter((id) => desired[id] !== undefined);
  if (wanted.length === 0 && undecided.length === 0) return null;
  return { ...rest, sets: Object.fromEntries(wanted), ambiguous: undecided };
}

/** Does a reading show all of it? */
export function showsExpected(values: GroupValues, { sets, ambiguous }: ExpectedValues): boolean {
  return ambiguous.length === 0 && Object.entries(sets).every(([id, value]) => values[id] === value);
}

function groupsAfter(calls: readonly MacieCall[]): Readonly<Record<string, ExpectedValues>> {
  const groups = GROUPS.filter(({ id }) => id !== SESSION).flatMap((group) => {
    const expected = valuesAfter(
      calls,
      SETTINGS.filter((setting) => setting.group === group.id),
    );
    return expected === null ? [] : [[group.id, expected] as const];
  });
  return Object.fromEntries(groups);
}

/** Nothing of a session outlives DisableMacie. In the second of EnableMacie, all other calls came after it. */
function ofLastSession(calls: readonly MacieCall[]): readonly MacieCall[] {
  const last = calls.filter(replacesSession).map(({ at }) => at);
  const from = last.toSorted(compareText).at(-1) ?? '';
  const isOff = calls.some(({ name, at }) => name === 'DisableMacie' && at === from);
  return calls.filter((call) => !replacesSession(call) && (isOff ? call.at > from : call.at >= from));
}

function valuesAfter(calls: readonly MacieCall[], settings: readonly SettingDefinition[]): ExpectedValues | null {
  const found = settings.flatMap(({ id }) => {
    const touching = calls.filter((call) => touchesSetting(call, id));
    const at = touching
      .map((call) => call.at)
      .toSorted(compareText)
      .at(-1);
    const last = touching.filter((call) => call.at === at);
    // A call that does not record its values may have set any.
    if (at === undefined || last.some(({ sets }) => sets[id] === undefined)) return [];
    return [{ id, at, values: [...new Set(last.map(({ sets }) => String(sets[id])))] }];
  });
  const at = found
    .map((one) => one.at)
    .toSorted(compareText)
    .at(-1);
  if (at === undefined) return null;
  const [ambiguous, decided] = [
    found.filter(({ values }) => values.length > 1),
    found.filter(({ values }) => values.length === 1),
  ];
  return {
    kind: 'values',
    at,
    sets: Object.fromEntries(decided.map(({ id, values }) => [id, String(values[0])])),
    ambiguous: ambiguous.map(({ id }) => id),
  };
}
