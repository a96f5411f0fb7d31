import type { Assessment } from '../compliance/assess.ts';
import type { SettingDefinition } from '../settings/setting.ts';
import { status } from '../settings/status.ts';
import { groupRules, mostCommon, type WantedValue } from './group-rules.ts';
import type { GroupedRule } from './rules-of-targets.ts';
import { seenValues, type SeenValue } from './seen-value.ts';

/** What a policy says of a setting, and what speaks for it. */
export interface ProposedSetting {
  readonly setting: string;
  /** The desired value. null: the policy desires none for every target. */
  readonly value: string | null;
  /** Where the setting was read. */
  readonly seen: readonly SeenValue[];
  /** Where it has the desired value. */
  readonly having: number;
  /** Exceptions with a value of their own. */
  readonly rules: readonly GroupedRule[];
  /** Where it is off, or has a value that no policy can ask for, although a value is desired: `check` shows a drift. */
  readonly odd: readonly SeenValue[];
}

/**
 * The most common value is desired, and the other values are exceptions. Protection that is off is never desired: where most
 * targets have it on, `check` shows the others; where most have it off, only the exceptions that have it on are held to it. The
 * status is desired as ENABLED in any case. Pure.
 */
export function proposeSetting(setting: SettingDefinition, assessments: readonly Assessment[]): ProposedSetting {
  const seen = seenValues(setting, assessments);
  const on = seen.filter(({ policyValues }) => policyValues.length > 0);
  const off = seen.filter(({ policyValues }) => policyValues.length === 0);
  const isMostlyOff = off.length > on.length;
  const value = setting.id === status.id ? 'ENABLED' : isMostlyOff ? null : mostCommonValue(setting, on);
  const rules = groupRules([...valuesOf(on, value), ...(value === null ? off.map(unwanted) : [])], value);
  return {
    setting: setting.id,
    value,
    seen,
    having: on.filter(({ policyValues }) => value !== null && policyValues.includes(value)).length,
    rules,
    odd: value === null ? [] : off,
  };
}

/** Of two values that are equally common, the one that the schema has first. */
function mostCommonValue({ schema }: SettingDefinition, on: readonly SeenValue[]): string | null {
  const values = on.flatMap(({ policyValues }) => policyValues);
  if (!('values' in schema)) return mostCommon(values);
  return mostCommon(values.toSorted((a, b) => schema.values.indexOf(a) - schema.values.indexOf(b)));
}

/** One value for each target: the desired one where it means the same, else the one that most of the others can share. */
function valuesOf(on: readonly SeenValue[], desired: string | null): readonly WantedValue[] {
  const isAsDesired = ({ policyValues }: SeenValue): boolean => desired !== null && policyValues.includes(desired);
  const others = on.filter((one) => !isAsDesired(one)).flatMap(({ policyValues }) => policyValues);
  const counts = new Map([...Map.groupBy(others, (value) => value)].map(([value, same]) => [value, same.length]));
  const countOf = (value: string): number => Number(counts.get(value));
  return on.map((one) => ({
    accountId: one.accountId,
    region: one.region,
    value: isAsDesired(one)
      ? desired
      : one.policyValues.reduce((best, value) => (countOf(value) > countOf(best) ? value : best)),
  }));
}

function unwanted({ accountId, region }: SeenValue): WantedValue {
  return { accountId, region, value: null };
}
