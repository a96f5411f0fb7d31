import type { PolicyTarget } from './policy-target.ts';

/** `*` stands for any characters; everything else for itself. */
export function globToRegExp(pattern: string): RegExp {
  // A run of stars is one: many of them take a regular expression minutes.
  const parts = pattern.split(/\*+/).map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`);
}

interface MatchKeys {
  readonly accounts?: readonly string[] | undefined;
  readonly accountNames?: readonly string[] | undefined;
  readonly organizationalUnits?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}

export type PatternMatcher = (pattern: string, name: string) => boolean;

/** Tests names by patterns. Each pattern is compiled once, however many rules have it. */
export function createPatternMatcher(): PatternMatcher {
  const compiled = new Map<string, RegExp>();
  return (pattern, name) => {
    if (!pattern.includes('*')) return pattern === name;
    const known = compiled.get(pattern) ?? globToRegExp(pattern);
    compiled.set(pattern, known);
    return known.test(name);
  };
}

/** The tests of a match. A key that is left out matches everything; a fact that is not known matches no key. */
export interface MatchTests {
  readonly matchesRegion: (match: MatchKeys, region: string) => boolean;
  readonly matchesName: (match: MatchKeys, accountName: string) => boolean;
  readonly matchesTarget: (match: MatchKeys, target: PolicyTarget) => boolean;
}

export function createMatchers(): MatchTests {
  const matches = createPatternMatcher();
  const matchesAny = (patterns: readonly string[] | undefined, text: string | null | undefined): boolean =>
    patterns?.some((pattern) => typeof text === 'string' && matches(pattern, text)) ?? true;
  return {
    matchesRegion: ({ regions }, region) => matchesAny(regions, region),
    matchesName: ({ accountNames }, accountName) => matchesAny(accountNames, accountName),
    matchesTarget: ({ accounts, accountNames, organizationalUnits, regions }, target) =>
      (accounts?.includes(target.accountId) ?? true) &&
      (organizationalUnits?.some((unit) => target.organizationalUnits?.includes(unit)) ?? true) &&
      matchesAny(accountNames, target.accountName) &&
      matchesAny(regions, target.region),
  };
}
