import type * as z from 'zod/mini';
import { closest } from './closest.ts';
import { show } from './show.ts';

/** One thing wrong, by its path in the data. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
  readonly found: string;
  /** Asked for where it is shown: comparing names costs time. */
  readonly hint?: () => string | null;
  /** The path is of a key that should not be there: point at the key, not at its value. */
  readonly isKey?: boolean;
}

/** The problems that the schema found, in words. */
export function findingsOf(
  issues: readonly z.core.$ZodIssue[],
  { data, schema }: { data: unknown; schema: z.ZodMiniType },
): readonly Finding[] {
  // A map with a misspelt key gets no second problem that the right one is missing.
  const misspelt = new Set(issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? path.join('.') : [])));
  const reported = issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(path.join('.')));
  return reported.flatMap((issue): readonly Finding[] => {
    const value = valueAt(data, issue.path);
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue, schema);
    if (issue.code === 'invalid_union' && Array.isArray(value)) {
      // Of the two forms of `regions`, a list was meant: say what is wrong with the list.
      const inner = issue.errors.at(-1) ?? [];
      return findingsOf(
        inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] })),
        { data, schema },
      );
    }
    const hint = (): string | null => hintFor({ expected: issue.message, value }, issue);
    return [{ path: issue.path, expected: issue.message, found: show(value), hint }];
  });
}

function unknownKeys({ keys, path }: z.core.$ZodIssueUnrecognizedKeys, schema: z.ZodMiniType): readonly Finding[] {
  const known = keysAt(schema, path);
  const expected = `one of the keys ${known.join(', ')}`;
  return keys.map((key) => ({
    path: [...path, key],
    expected,
    found: 'an unknown key',
    isKey: true,
    hint: () => nameHint(key, known),
  }));
}

function hintFor({ expected, value }: { expected: string; value: unknown }, issue: z.core.$ZodIssue): string | null {
  // An account id without quotes is a number to YAML, and one that begins with 0 has lost it.
  if (typeof value === 'number' && expected.endsWith('in quotes')) return 'Put it in quotes';
  return typeof value === 'string' ? nameHint(value, valuesOf(issue)) : null;
}

/** The words that are taken there, also where a list would be. */
function valuesOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(valuesOf);
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
}

/** Names of earlier versions. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['blindAfter', 'unreadableAfter'],
  ['blind', 'unreadable'],
  ['sighted', 'readable'],
]);

function nameHint(name: string, candidates: readonly string[]): string | null {
  const renamed = RENAMED.get(name);
  if (renamed !== undefined && candidates.includes(renamed)) return `It is called ${renamed} now`;
  // The key of a map under `desired`, where a setting is named.
  const inside = candidates.filter((one) => one.startsWith(`${name}.`));
  if (inside.length > 0) return `It is a map of settings: name ${inside.join(', ')}`;
  const near = closest(name, candidates);
  return near === null ? null : `Did you mean ${near}?`;
}

/** The keys that the schema has at a path. */
function keysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  let node: unknown = schema;
  for (const key of path)
    node = typeof key === 'number' ? get(definition(node), 'element') : valueAtKey(definition(node), key);
  return Object.keys(Object(get(definition(node), 'shape')));
}

/** The schema of one key of a map; of a map by name, the one of every key. */
function valueAtKey(def: unknown, key: PropertyKey): unknown {
  return get(get(def, 'shape'), key) ?? get(def, 'valueType');
}

/** Default, prefault and optional wrap what they are about in `innerType`. */
function definition(node: unknown): unknown {
  const def = get(node, 'def');
  const inner = get(def, 'innerType');
  return inner === undefined ? def : definition(inner);
}

function get(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(get, data);
}
