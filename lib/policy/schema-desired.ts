import * as z from 'zod/mini';
import { SETTINGS } from '../core/settings/index.ts';
import type { SettingDefinition } from '../core/settings/setting.ts';
import { flattenDesired } from './flatten-desired.ts';
import { oneOf } from './schema-parts.ts';

/** The schema of `desired`. Settings with a dot in their id are nested. */
export type DesiredInput = { readonly [key: string]: string | boolean | DesiredInput | undefined };

/** The schema of `desired` for a registry: one key for each setting. */
export function desiredSchema(settings: readonly SettingDefinition[]): z.ZodMiniType<DesiredInput, DesiredInput> {
  const schema = objectOf(settings.map((setting) => ({ path: setting.id.split('.'), setting }))).check(
    z.refine((input) => Object.keys(flattenDesired(input)).length > 0, 'at least one setting, such as status: ENABLED'),
    z.meta({ minProperties: 1 }),
  );
  // Its shape is made at run time, so the compiler cannot derive its type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return schema as z.ZodMiniType<DesiredInput, DesiredInput>;
}

export const desired = desiredSchema(SETTINGS);

interface Entry {
  /** The keys that lead to the setting from here. */
  readonly path: readonly string[];
  readonly setting: SettingDefinition;
}

function objectOf(entries: readonly Entry[]): z.ZodMiniObject {
  const byKey = Map.groupBy(entries, ({ path: [key = ''] }) => key);
  const shape = Object.fromEntries([...byKey].map(([key, found]) => [key, nodeOf(found)]));
  return z.partial(z.strictObject(shape, 'a map of settings'));
}

function nodeOf(entries: readonly Entry[]): z.ZodMiniType {
  const own = entries.find(({ path }) => path.length === 1);
  return own ? valueOf(own.setting) : objectOf(entries.map(({ path, setting }) => ({ path: path.slice(1), setting })));
}

function valueOf({ schema }: SettingDefinition): z.ZodMiniType {
  const describe = z.describe(schema.description);
  switch (schema.kind) {
    case 'enum':
      return oneOf(schema.values).check(describe);
    case 'boolean':
      return z.boolean('true or false').check(describe);
    case 'text':
      return z.string(schema.expected).check(z.regex(schema.pattern, schema.expected), describe);
  }
}
