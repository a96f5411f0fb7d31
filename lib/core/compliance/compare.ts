import type { Comparison, GroupValues, Observations } from '../observation.ts';
import { SESSION } from '../settings/session.ts';
import type { Desired } from '../settings/desired.ts';
import type { SettingDefinition } from '../settings/setting.ts';

export interface ComparedSetting {
  readonly setting: SettingDefinition;
  readonly desired: string;
  /** The values of its group; empty if none was read. */
  readonly values: GroupValues;
  readonly comparison: Comparison;
}

/** Compares every desired setting with what was read of its group. What was not read is `unseen`. */
export function compareSettings(
  settings: readonly SettingDefinition[],
  { desired, observations }: { readonly desired: Desired; readonly observations: Observations },
): readonly ComparedSetting[] {
  return settings.flatMap((setting) => {
    const wanted = desired[setting.id];
    if (wanted === undefined) return [];
    return [{ setting, desired: wanted, ...compareOne(setting, { wanted, desired, observations }) }];
  });
}

function compareOne(
  setting: SettingDefinition,
  { wanted, desired, observations }: { wanted: string; desired: Desired; observations: Observations },
): Pick<ComparedSetting, 'values' | 'comparison'> {
  // Where there is no Macie, nothing else of it is read.
  const isWithoutMacie = observations[SESSION]?.kind === 'not-applicable';
  const observation = observations[isWithoutMacie ? SESSION : setting.group];
  switch (observation?.kind) {
    case 'values': {
      const { values } = observation;
      return { values, comparison: setting.compare(wanted, { values, desired, others: observations }) };
    }
    case 'not-applicable':
      return { values: {}, comparison: { kind: 'not-applicable' } };
    case 'unknown':
    case undefined:
      return { values: {}, comparison: { kind: 'unseen' } };
  }
}
