import { contradictions, duplicates, valueAt, namesAt, type ListedName } from './listed-names.ts';
import type { Finding } from './problems.ts';
import { patternProblem, regionProblem, type RegionProblem } from './region-name.ts';
import { show } from './show.ts';

/** Checks of Regions beyond the schema: their form, that each is listed once, and that lists do not contradict each other. Takes anything. */
export function checkRegions(data: unknown): readonly Finding[] {
  const listed = namesAt(data, ['regions']);
  const excluded = namesAt(data, ['excludeRegions']);
  return [
    ...misformed([...listed, ...excluded], regionProblem),
    ...duplicates(listed, 'Region'),
    ...duplicates(excluded, 'Region'),
    ...contradictions({ excluded, listed }, { expected: 'a Region that is not listed in regions' }),
    ...misformedPrices(data),
    ...RULES.flatMap((path) => misformed(patternsOf(data, path), patternProblem)),
  ];
}

/** The lists of rules with a match. */
const RULES = [['overrides'], ['waivers'], ['alerts', 'severity']];

/** The keys of `prices`: Regions, and `default`. */
function misformedPrices(data: unknown): readonly Finding[] {
  const prices = valueAt(data, 'prices');
  const names = typeof prices === 'object' && prices !== null && !Array.isArray(prices) ? Object.keys(prices) : [];
  return names.flatMap((name): readonly Finding[] => {
    const problem = name === 'default' ? null : regionProblem(name);
    if (problem === null) return [];
    const expected = `${problem.expected}, or default`;
    return [{ path: ['prices', name], expected, found: show(name), hint: problem.hint, isKey: true }];
  });
}

function patternsOf(data: unknown, path: readonly string[]): readonly ListedName[] {
  const rules = path.reduce(valueAt, data);
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((_, index) => namesAt(data, [...path, index, 'match', 'regions']));
}

function misformed(
  names: readonly ListedName[],
  problemOf: (name: string) => RegionProblem | null,
): readonly Finding[] {
  // An empty name is a problem of the schema.
  return names.flatMap(({ path, name }): readonly Finding[] => {
    const problem = name === '' ? null : problemOf(name);
    return problem ? [{ path, expected: problem.expected, found: show(name), hint: problem.hint }] : [];
  });
}
