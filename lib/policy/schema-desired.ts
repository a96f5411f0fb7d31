import * as z from 'zod/mini';
import { SETTINGS } from '../core/settings/index.ts';
import type { Desired, SettingDefinition } from '../core/settings/setting.ts';
import { oneOf } from './schema-parts.ts';

/** What a policy says under `desired`. Settings with a dot in their id are nested. */
export type DesiredInput = { readonly [key: string]: string | DesiredInput | undefined };

interface Tree {
  [key: string]: Tree | SettingDefinition;
}

/** The schema of `desired`: one key for each setting of the registry. */
// Its shape is made at run time, so the compiler cannot derive its type.
// oxlint-disable-next-line no-unsafe-type-assertion
export const desired = objectOf(treeOf(SETTINGS)).check(
  z.refine((settings) => Object.keys(settings).length > 0, `at least one of ${names()}`),
  z.meta({ minProperties: 1 }),
) as z.ZodMiniType<DesiredInput, DesiredInput>;

function names(): string {
  return SETTINGS.map(({ id }) => id).join(', ');
}

function treeOf(settings: readonly SettingDefinition[]): Tree {
  const tree: Tree = {};
  for (const setting of settings) {
    const keys = setting.id.split('.');
    let node: Tree = tree;
    for (const key of keys.slice(0, -1)) node = branchOf(node, key);
    node[keys.at(-1) ?? ''] = setting;
  }
  return tree;
}

function branchOf(tree: Tree, key: string): Tree {
  const known = tree[key];
  if (known && !isSetting(known)) return known;
  const branch: Tree = {};
  tree[key] = branch;
  return branch;
}

function objectOf(tree: Tree): z.ZodMiniObject {
  const shape = Object.fromEntries(Object.entries(tree).map(([key, node]) => [key, nodeOf(node)]));
  return z.partial(z.strictObject(shape, 'a map of settings'));
}

function nodeOf(node: Tree | SettingDefinition): z.ZodMiniType {
  return isSetting(node) ? valueOf(node) : objectOf(node);
}

function isSetting(node: Tree | SettingDefinition): node is SettingDefinition {
  return typeof node['id'] === 'string';
}

function valueOf({ schema }: SettingDefinition): z.ZodMiniType {
  const describe = z.describe(schema.description);
  return schema.kind === 'enum'
    ? oneOf(schema.values).check(describe)
    : z.string(schema.expected).check(z.regex(schema.pattern, schema.expected), describe);
}

/** The desired values by setting id. */
export function flattenDesired(input: DesiredInput, path: readonly string[] = []): Desired {
  return Object.fromEntries(
    Object.entries(input).flatMap(([key, value]): readonly (readonly [string, string])[] => {
      if (value === undefined) return [];
      if (typeof value === 'string') return [[[...path, key].join('.'), value]];
      return Object.entries(flattenDesired(value, [...path, key]));
    }),
  );
}
