import type { SettingsGroup } from './group.ts';
import { GROUPS, SETTINGS } from './index.ts';
import { SESSION } from './session.ts';
import type { Desired } from './desired.ts';
import type { SettingDefinition } from './setting.ts';

export const SETTING_IDS: readonly string[] = SETTINGS.map(({ id }) => id);

/** The setting of an id. Throws for an id that is not in the registry: the caller has to check what comes from outside. */
export function settingOf(id: string): SettingDefinition {
  const found = SETTINGS.find((setting) => setting.id === id);
  if (!found) throw new Error(`there is no setting ${id}; the registry has ${SETTING_IDS.join(', ')}`);
  return found;
}

export function groupOf(id: string): SettingsGroup {
  const found = GROUPS.find((group) => group.id === id);
  if (!found)
    throw new Error(`there is no settings group ${id}; the registry has ${GROUPS.map((one) => one.id).join(', ')}`);
  return found;
}

/** The groups that have to be read for what is desired. The session is always read: it decides whether there are others. */
export function groupsToRead(desired: Desired): readonly string[] {
  const ofSettings = SETTINGS.filter(({ id }) => desired[id] !== undefined).map(({ group }) => group);
  const needed = new Set([SESSION, ...ofSettings, ...ofSettings.flatMap((group) => groupOf(group).needs ?? [])]);
  return GROUPS.map(({ id }) => id).filter((id) => needed.has(id));
}

/** Settings in the order of the registry. */
export function compareSettings(a: string, b: string): number {
  return SETTING_IDS.indexOf(a) - SETTING_IDS.indexOf(b);
}
