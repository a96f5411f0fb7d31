import { closest as nearest, distance } from 'fastest-levenshtein';

/** No name is longer: a longer word was not meant to be one, and comparing it costs its length. */
const MAX_LENGTH = 64;

/** The candidate that a typing error was probably meant to be, if one is near enough to say so. Case counts for nothing. */
export function closest(word: string, candidates: readonly string[]): string | null {
  if (word.length > MAX_LENGTH) return null;
  const typed = word.toLowerCase();
  const lower = candidates.map((candidate) => candidate.toLowerCase());
  if (lower.length === 0) return null;
  const near = nearest(typed, lower);
  // With every character replaced, two words have nothing in common.
  const most = Math.min(Math.max(2, Math.ceil(word.length / 3)), Math.max(typed.trim().length, near.length) - 1);
  if (typed.trim() === '' || distance(typed, near) > most) return null;
  return candidates[lower.indexOf(near)] ?? null;
}
