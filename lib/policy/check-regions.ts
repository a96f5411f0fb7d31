import { ALL_REGIONS } from '../core/regions.ts';
import { closest } from './closest.ts';
import { globToRegExp } from './match.ts';
import type { Finding } from './problems.ts';
import { show } from './show.ts';

/** What a schema cannot say of Regions: that they exist, once, and that lists do not contradict each other. Takes anything. */
export function checkRegions(data: unknown): readonly Finding[] {
  const listed = namesAt(data, ['regions']);
  const excluded = namesAt(data, ['excludeRegions']);
  return [
    ...unknownNames(listed),
    ...unknownNames(excluded),
    ...duplicates(listed),
    ...duplicates(excluded),
    ...contradictions(excluded, new Set(listed.map(({ name }) => name))),
    ...['overrides', 'waivers'].flatMap((key) => idlePatterns(data, key)),
  ];
}

interface Named {
  readonly path: readonly PropertyKey[];
  readonly name: string;
}

function namesAt(data: unknown, path: readonly PropertyKey[]): readonly Named[] {
  let value: unknown = data;
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  if (!Array.isArray(value)) return [];
  return value.flatMap((name: unknown, index) => (typeof name === 'string' ? [{ path: [...path, index], name }] : []));
}

function unknownNames(names: readonly Named[]): readonly Finding[] {
  const unknown = names.filter(({ name }) => name !== '' && !ALL_REGIONS.includes(name));
  return unknown.map(({ path, name }) => finding(path, { expected: 'the name of an AWS Region', name }));
}

function duplicates(names: readonly Named[]): readonly Finding[] {
  const repeated = names.filter(({ name }, index) => names.findIndex((other) => other.name === name) < index);
  return repeated.map(({ path, name }) => ({
    path,
    expected: 'each Region once',
    found: `${show(name)} again`,
  }));
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

/** A pattern that matches no Region is a typing error: a rule that never holds looks like one that does. */
function idlePatterns(data: unknown, key: string): readonly Finding[] {
  const rules: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((_, index) =>
    namesAt(data, [key, index, 'match', 'regions'])
      .filter(({ name }) => name !== '' && !ALL_REGIONS.some((region) => globToRegExp(name).test(region)))
      .map(({ path, name }) => finding(path, { expected: 'a Region name or a pattern that matches one', name })),
  );
}

function finding(path: readonly PropertyKey[], { expected, name }: { expected: string; name: string }): Finding {
  const near = closest(name, ALL_REGIONS);
  return { path, expected, found: show(name), ...(near ? { hint: `Did you mean ${near}?` } : {}) };
}
