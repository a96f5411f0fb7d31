/** `*` stands for any characters; everything else for itself. */
export function globToRegExp(pattern: string): RegExp {
  // A run of stars is one: many of them take a regular expression minutes.
  const parts = pattern.split(/\*+/).map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`);
}

interface RegionMatch {
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

/** Gives for a match the test of a Region. */
export function createRegionMatcher(): (match: RegionMatch) => (region: string) => boolean {
  const matches = createPatternMatcher();
  return ({ regions }) =>
    (region) =>
      regions?.some((pattern) => matches(pattern, region)) ?? true;
}
