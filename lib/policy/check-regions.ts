import type { Finding } from './problems.ts';
import { patternProblem, regionProblem, type RegionProblem } from './region-name.ts';
import { show } from './show.ts';

/** Checks of Regions beyond the schema: their form, that each is listed once, and that lists do not contradict each other. Takes anything. */
export function checkRegions(data: unknown): readonly Finding[] {
  const listed = namesAt(data, ['regions']);
  const excluded = namesAt(data, ['excludeRegions']);
  return [
    ...misformed([...listed, ...excluded], regionProblem),
    ...duplicates(listed),
    ...duplicates(excluded),
    ...contradictions(excluded, new Set(listed.map(({ name }) => name))),
    ...['overrides', 'waivers'].flatMap((key) => misformed(patternsOf(data, key), patternProblem)),
  ];
}

interface Named {
  readonly path: readonly PropertyKey[];
  readonly name: string;
}

function namesAt(data: unknown, path: readonly PropertyKey[]): readonly Named[] {
  let value: unknown = data;
  for (const key of path) value = get(value, key);
  if (!Array.isArray(value)) return [];
  return value.flatMap((name: unknown, index) => (typeof name === 'string' ? [{ path: [...path, index], name }] : []));
}

function patternsOf(data: unknown, key: string): readonly Named[] {
  const rules = get(data, key);
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((_, index) => namesAt(data, [key, index, 'match', 'regions']));
}

function get(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function misformed(names: readonly Named[], problemOf: (name: string) => RegionProblem | null): readonly Finding[] {
  // An empty name is a problem of the schema.
  return names.flatMap(({ path, name }): readonly Finding[] => {
    const problem = name === '' ? null : problemOf(name);
    return problem ? [{ path, expected: problem.expected, found: show(name), hint: problem.hint }] : [];
  });
}

function duplicates(names: readonly Named[]): readonly Finding[] {
  const seen = new Set<string>();
  return names.flatMap(({ path, name }) => {
    if (seen.has(name)) return [{ path, expected: 'each Region once', found: `${show(name)} again` }];
    seen.add(name);
    return [];
  });
}

function contradictions(excluded: readonly Named[], listed: ReadonlySet<string>): readonly Finding[] {
  return excluded
    .filter(({ name }) => listed.has(name))
    .map(({ path, name }) => ({
      path,
      expected: 'a Region that is not listed in regions',
      found: show(name),
    }));
}
