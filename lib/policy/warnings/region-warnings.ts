import { coversRegion, listedRegions } from '../coverage.ts';
import { globToRegExp } from '../match.ts';
import { unknownRegion } from '../region-name.ts';
import type { Policy } from '../schema.ts';
import type { Match } from '../schema-match.ts';
import type { PolicyWarning } from './warning.ts';

interface Named {
  readonly path: readonly PropertyKey[];
  readonly name: string;
}

/** Region names that no list has, and rules for Regions that are not read. `known`: the Regions of this version and of AWS's lists. */
export function regionWarnings(policy: Policy, known: readonly string[]): readonly PolicyWarning[] {
  const listed = named(['regions'], listedRegions(policy) ?? []);
  const excluded = named(['excludeRegions'], policy.excludeRegions);
  const priced = Object.keys(policy.prices)
    .filter((name) => name !== 'default')
    .map((name) => ({ path: ['prices', name], name }));
  const patterns = [
    ...patternsOf(['overrides'], policy.overrides),
    ...patternsOf(['waivers'], policy.waivers),
    ...patternsOf(['alerts', 'severity'], policy.alerts.severity),
  ];
  const regions = new Set([...known, ...[...listed, ...excluded].map(({ name }) => name)]);
  // Many rules have the same pattern: each is tried once.
  const matched = new Map(
    [...new Set(patterns.map(({ name }) => name))].map((name) => [name, matching(name, regions)]),
  );
  return [
    ...unknownNames([...listed, ...excluded, ...priced, ...patterns.filter(({ name }) => !name.includes('*'))], known),
    ...patterns.flatMap(({ path, name }) => patternWarnings(matched.get(name) ?? [], { path, name, policy })),
  ];
}

function named(path: readonly PropertyKey[], names: readonly string[]): readonly Named[] {
  return names.map((name, index) => ({ path: [...path, index], name }));
}

interface Rule {
  readonly match?: Match | undefined;
}

function patternsOf(path: readonly string[], rules: readonly Rule[]): readonly Named[] {
  return rules.flatMap(({ match }, index) => named([...path, index, 'match', 'regions'], match?.regions ?? []));
}

/** The Regions of a pattern. A name without a star stands for itself. */
function matching(pattern: string, regions: ReadonlySet<string>): readonly string[] {
  if (!pattern.includes('*')) return [pattern];
  const expression = globToRegExp(pattern);
  return [...regions].filter((region) => expression.test(region));
}

function unknownNames(names: readonly Named[], known: readonly string[]): readonly PolicyWarning[] {
  const all = new Set(known);
  return names.flatMap(({ path, name }): readonly PolicyWarning[] => {
    const unknown = unknownRegion(name, all);
    return unknown ? [{ kind: 'unknown-region', path, ...unknown }] : [];
  });
}

function patternWarnings(
  regions: readonly string[],
  { path, name, policy }: Named & { readonly policy: Policy },
): readonly PolicyWarning[] {
  if (regions.length === 0) return [{ kind: 'idle-pattern', path, message: `${name} matches no Region that is known` }];
  if (regions.some((region) => coversRegion(policy, region))) return [];
  const why = regions.every((region) => policy.excludeRegions.includes(region))
    ? 'excludeRegions excludes it'
    : 'regions does not list it';
  return [{ kind: 'not-read', path, message: `${name} is not read, because ${why}: the rule changes nothing there` }];
}
