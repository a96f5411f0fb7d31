import fc from 'fast-check';
import type { Observation, Observations } from '../../../lib/core/observation.ts';
import type { Desired } from '../../../lib/core/settings/desired.ts';
import { defineSetting, type SettingDefinition } from '../../../lib/core/settings/setting.ts';

const GROUPS = ['session', 'discovery', 'publication'];
const VALUES = ['ON', 'OFF', 'ODD'];

/** A setting of a plain group: its value is compared as it is, and written as it is desired. */
export function plainSetting(id: string, group: string): SettingDefinition {
  return defineSetting({
    id,
    group,
    schema: { kind: 'enum', values: VALUES, description: id },
    repairedBy: 'setting it',
    compare: (desired, { values }) => {
      const actual = values[id] ?? null;
      if (actual === null) return { kind: 'unseen' };
      return actual === desired ? { kind: 'equal', actual } : { kind: 'different', actual };
    },
    chooseAction: ({ actual }) =>
      actual === 'ODD' ? { kind: 'manual', detail: 'nobody knows this value' } : { kind: 'write', action: 'put' },
    describeAction: () => `set ${id}`,
    describeState: (value) => `${id} is ${value}`,
    severityOf: () => 'MEDIUM',
    attributedTo: {},
  });
}

/** Registries of up to six settings of up to three groups. */
export const anyRegistry: fc.Arbitrary<readonly SettingDefinition[]> = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e.f', 'e.g'), { maxLength: 6 })
  .chain((ids) =>
    fc
      .array(fc.constantFrom(...GROUPS), { minLength: ids.length, maxLength: ids.length })
      .map((groups) => ids.map((id, index) => plainSetting(id, groups[index] ?? 'session'))),
  );

/** Values for some of the settings. */
export function desiredOf(settings: readonly SettingDefinition[]): fc.Arbitrary<Desired> {
  return fc
    .record(Object.fromEntries(settings.map(({ id }) => [id, fc.constantFrom(...VALUES)])), { requiredKeys: [] })
    .map((desired) => ({ ...desired }) as Desired);
}

function anyObservation(settings: readonly SettingDefinition[]): fc.Arbitrary<Observation> {
  const values = Object.fromEntries(settings.map(({ id }) => [id, fc.constantFrom(...VALUES, null)]));
  return fc.oneof(
    fc.record(values, { requiredKeys: [] }).map((some) => ({ kind: 'values', values: { ...some } }) as Observation),
    fc.constant<Observation>({ kind: 'unknown', reason: 'access-denied', detail: 'no' }),
    fc.constant<Observation>({ kind: 'not-applicable', detail: 'Macie is off here' }),
  );
}

/** What could have been read of these settings: any group can be missing. */
export function anyObservations(settings: readonly SettingDefinition[]): fc.Arbitrary<Observations> {
  return fc
    .record(Object.fromEntries(GROUPS.map((group) => [group, anyObservation(settings)])), { requiredKeys: [] })
    .map((observations) => ({ ...observations }) as Observations);
}
