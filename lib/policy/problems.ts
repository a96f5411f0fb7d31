import type * as z from 'zod/mini';
import { closest } from './closest.ts';

/** One thing wrong, by its path in the data. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
  /** The path is of a key that should not be there: point at the key, not at its value. */
  readonly isKey?: boolean;
}

/** What the schema found wrong, in words. */
export function findingsOf(
  issues: readonly z.core.$ZodIssue[],
  { data, schema }: { data: unknown; schema: z.ZodMiniType },
): readonly Finding[] {
  // A map with a misspelt key is not also told that the right one is missing.
  const misspelt = new Set(issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? path.join('.') : [])));
  const told = issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(path.join('.')));
  return told.flatMap((issue): readonly Finding[] => {
    const value = valueAt(data, issue.path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(key, { path: issue.path, schema }));
    if (issue.code === 'invalid_union' && Array.isArray(value)) {
      // Of the two forms of `regions`, a list was meant: say what is wrong with the list.
      const inner = issue.errors.at(-1) ?? [];
      return findingsOf(
        inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] })),
        { data, schema },
      );
    }
    const hint = issue.code === 'invalid_value' ? closestOf(value, issue.values) : null;
    return [{ path: issue.path, expected: issue.message, found: show(value), ...(hint ? { hint } : {}) }];
  });
}

function unknownKey(key: string, { path, schema }: { path: readonly PropertyKey[]; schema: z.ZodMiniType }): Finding {
  const keys = keysAt(schema, path);
  const near = closest(key, keys);
  const hint = near ? { hint: `Did you mean ${near}?` } : {};
  return {
    path: [...path, key],
    expected: `one of the keys ${keys.join(', ')}`,
    found: 'an unknown key',
    isKey: true,
    ...hint,
  };
}

function closestOf(value: unknown, values: readonly unknown[]): string | null {
  if (typeof value !== 'string') return null;
  const near = closest(
    value.toUpperCase(),
    values.map((one) => String(one).toUpperCase()),
  );
  return near === null ? null : `Did you mean ${String(values.find((one) => String(one).toUpperCase() === near))}?`;
}

/** The keys that the schema has at a path. */
function keysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  let node: unknown = schema;
  for (const key of path)
    node = typeof key === 'number' ? get(unwrap(node), 'element') : get(get(unwrap(node), 'shape'), key);
  return Object.keys(Object(get(unwrap(node), 'shape')));
}

/** Default, prefault and optional wrap what they are about in `def.innerType`. */
function unwrap(node: unknown): unknown {
  const inner = get(get(node, 'def'), 'innerType');
  return inner === undefined ? node : unwrap(inner);
}

function get(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(get, data);
}

const MAX_SHOWN = 60;

/** A short picture of a value, in one line and without control characters. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value) && value.length === 0) return 'an empty list';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
