import { closest as nearest, distance } from 'fastest-levenshtein';

/** The candidate that a typing error was probably meant to be, if one is near enough to say so. */
export function closest(word: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0) return null;
  const near = nearest(word, [...candidates]);
  return distance(word, near) <= Math.max(2, Math.ceil(word.length / 3)) ? near : null;
}
