import { compareSettings } from '../compliance/compare.ts';
import type { Assessment } from '../compliance/assess.ts';
import { GROUPS } from '../settings/index.ts';
import type { SettingDefinition, ValueSchema } from '../settings/setting.ts';
import type { Target } from '../target.ts';

/** The value of a setting at a target. */
export interface SeenValue extends Target {
  /** As it was read; null: there is no such value. */
  readonly actual: string | null;
  /** The values with which a policy can ask for it, the most general first. None: a policy must not ask for it. */
  readonly policyValues: readonly string[];
}

/** The values of a setting where it was read. Where it was not, or does not apply, there is none. Pure. */
export function seenValues(setting: SettingDefinition, assessments: readonly Assessment[]): readonly SeenValue[] {
  return assessments.flatMap((assessment) => {
    const actual = assessment.actual[setting.id];
    const observation = assessment.observations[setting.group];
    if (actual === undefined || observation?.kind !== 'values') return [];
    const policyValues = policyValuesOf(setting, { actual, assessment });
    return [{ ...assessment.target, actual, policyValues }];
  });
}

interface Reading {
  readonly actual: string | null;
  readonly assessment: Assessment;
}

function policyValuesOf(
  setting: SettingDefinition,
  { actual, assessment: { target, policy, observations } }: Reading,
): readonly string[] {
  if (actual === null || isOff(setting, actual)) return [];
  const candidates = new Set([...(setting.policyValues?.(actual, target) ?? []), ...withPlaceholders(actual, target)]);
  return [...candidates].filter((candidate) => {
    const desired = { ...policy.desired, [setting.id]: setting.resolve?.(candidate, target) ?? candidate };
    const compared = compareSettings([setting], { desired, observations });
    return isAllowed(setting.schema, candidate) && compared.every(({ comparison }) => comparison.kind === 'equal');
  });
}

/** Words for protection that is off. */
const OFF: ReadonlySet<string> = new Set(['PAUSED', 'DISABLED', 'NONE', 'false']);

/** Nothing of them is ever turned on by a repair. */
const NEVER_WRITTEN: ReadonlySet<string> = new Set(
  GROUPS.filter(({ operations }) => Object.keys(operations).length === 0).map(({ id }) => id),
);

/**
 * Is protection off that repairs turn on? A policy that asks for it would protect nothing, whether or not a repair could turn it on in
 * this target.
 */
function isOff({ group }: SettingDefinition, actual: string): boolean {
  return OFF.has(actual) && !NEVER_WRITTEN.has(group);
}

/** A value that names its target is the same value elsewhere, with other names in it. */
function withPlaceholders(actual: string, { accountId, region }: Target): readonly string[] {
  const ofAccount = actual.replaceAll(accountId, '{account}');
  return [ofAccount.replaceAll(region, '{region}'), ofAccount, actual.replaceAll(region, '{region}'), actual];
}

function isAllowed(schema: ValueSchema, value: string): boolean {
  if ('values' in schema) return schema.values.includes(value);
  if ('pattern' in schema) return schema.pattern.test(value);
  return value === 'true' || value === 'false';
}
