import type { Desired } from '../core/settings/desired.ts';
import { SETTINGS } from '../core/settings/index.ts';
import type { SettingDefinition } from '../core/settings/setting.ts';

/** Desired values as a policy has them. */
export interface Nested {
  [key: string]: string | boolean | Nested;
}

/** The way back from `flattenDesired`: dots in an id make maps, and true and false are no text. */
export function nestDesired(desired: Desired, settings: readonly SettingDefinition[] = SETTINGS): Nested {
  const nested: Nested = {};
  for (const [id, value] of Object.entries(desired)) {
    const keys = id.split('.');
    const last = keys.pop() ?? id;
    let node = nested;
    for (const key of keys) {
      const known = node[key];
      const next: Nested = typeof known === 'object' ? known : {};
      node[key] = next;
      node = next;
    }
    node[last] = valueOf(
      value,
      settings.find((setting) => setting.id === id),
    );
  }
  return nested;
}

function valueOf(value: string, setting: SettingDefinition | undefined): string | boolean {
  return isFlag(setting) ? value === 'true' : value;
}

function isFlag(setting: SettingDefinition | undefined): boolean {
  return setting !== undefined && !('values' in setting.schema) && !('pattern' in setting.schema);
}
