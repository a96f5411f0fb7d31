import type { Finding } from './problems.ts';
import { show } from './show.ts';

/** A name in a list of a policy, as the file has it. */
export interface ListedName {
  readonly path: readonly PropertyKey[];
  readonly name: string;
}

/** The names of a list, whatever else is in it; none where there is no list. */
export function namesAt(data: unknown, path: readonly PropertyKey[]): readonly ListedName[] {
  let value: unknown = data;
  for (const key of path) value = valueAt(value, key);
  if (!Array.isArray(value)) return [];
  return value.flatMap((name: unknown, index) => (typeof name === 'string' ? [{ path: [...path, index], name }] : []));
}

export function valueAt(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** `what`: such as `Region`. */
export function duplicates(names: readonly ListedName[], what: string): readonly Finding[] {
  const seen = new Set<string>();
  return names.flatMap(({ path, name }) => {
    if (seen.has(name)) return [{ path, expected: `each ${what} once`, found: `${show(name)} again` }];
    seen.add(name);
    return [];
  });
}

/** Names that are listed and excluded. */
export function contradictions(
  { excluded, listed }: { readonly excluded: readonly ListedName[]; readonly listed: readonly ListedName[] },
  { expected }: { readonly expected: string },
): readonly Finding[] {
  const names = new Set(listed.map(({ name }) => name));
  return excluded
    .filter(({ name }) => names.has(name))
    .map(({ path, name }) => ({ path, expected, found: show(name) }));
}
