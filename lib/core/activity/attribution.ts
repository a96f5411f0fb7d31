import { compareText } from '../order.ts';
import { settingOf } from '../settings/registry.ts';
import { SETTINGS } from '../settings/index.ts';
import type { CallEffect, SettingDefinition } from '../settings/setting.ts';
import type { Target } from '../target.ts';
import type { MacieCall } from './macie-call.ts';

export interface Attributed extends Target {
  readonly setting: string;
  readonly value: string | null;
}

/**
 * The call that gave a setting its value: the newest that touched the setting, if that is the value it set. If it is not,
 * a later call is missing, and nobody is named.
 */
export function callBehind(
  calls: readonly MacieCall[],
  { accountId, region, setting: id, value }: Attributed,
): MacieCall | null {
  const setting = settingOf(id);
  const touching = calls.filter(
    (call) => call.accountId === accountId && call.region === region && touches(call, setting),
  );
  const newest = touching
    .map(({ at }) => at)
    .toSorted(compareText)
    .at(-1);
  const last = touching.filter(({ at }) => at === newest);
  // Of two calls in the same second, the one that set the actual value was the later one.
  return last.find(({ sets }) => sets[id] === value) ?? last.find((call) => maySetAny(call, setting)) ?? null;
}

/** Does a call set a setting, or may it? */
export function touchesSetting(call: MacieCall, setting: string): boolean {
  return touches(call, settingOf(setting));
}

function touches({ name, sets }: MacieCall, { id, attributedTo }: SettingDefinition): boolean {
  const effect = Object.hasOwn(attributedTo, name) ? attributedTo[name] : undefined;
  return effect !== undefined && (sets[id] !== undefined || effect.otherwise !== 'unchanged');
}

function maySetAny({ name, sets }: MacieCall, { id, attributedTo }: SettingDefinition): boolean {
  return attributedTo[name]?.otherwise === 'aws-default' && sets[id] === undefined;
}

/** The value that a call gives each setting. `parameters`: the text parameters of its request. */
export function valuesSetBy(
  name: string,
  parameters: Readonly<Record<string, string | undefined>>,
  settings: readonly SettingDefinition[] = SETTINGS,
): MacieCall['sets'] {
  const values = settings.flatMap(({ id, attributedTo }) => {
    const effect = attributedTo[name];
    const value = effect && valueOf(effect, parameters);
    return value === undefined ? [] : [[id, value] as const];
  });
  return Object.fromEntries(values);
}

function valueOf(
  { parameter, otherwise }: CallEffect,
  parameters: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = parameter === undefined ? undefined : parameters[parameter];
  return given ?? (typeof otherwise === 'object' ? otherwise.value : undefined);
}

/** The calls to look up in CloudTrail for the caller that gave a setting its actual value. */
export function callsToLookUp({
  setting: id,
  actual,
}: {
  readonly setting: string;
  readonly actual: string | null;
}): readonly string[] {
  const { attributedTo, callsToLookUp: chosen } = settingOf(id);
  return chosen ? chosen(actual) : Object.keys(attributedTo);
}
