/** `*` stands for any characters; everything else for itself. */
export function globToRegExp(pattern: string): RegExp {
  // A run of stars is one: many of them take a regular expression minutes.
  const parts = pattern.split(/\*+/).map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`);
}

interface RegionMatch {
  readonly regions?: readonly string[] | undefined;
}

/** Gives for a match the test of a Region. Each pattern is compiled once, however many rules have it. */
export function createRegionMatcher(): (match: RegionMatch) => (region: string) => boolean {
  const compiled = new Map<string, RegExp>();
  const matches = (pattern: string, region: string): boolean => {
    if (!pattern.includes('*')) return pattern === region;
    const known = compiled.get(pattern) ?? globToRegExp(pattern);
    compiled.set(pattern, known);
    return known.test(region);
  };
  return ({ regions }) =>
    (region) =>
      regions?.some((pattern) => matches(pattern, region)) ?? true;
}
