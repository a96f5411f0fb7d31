import type { Target } from '../core/target.ts';
import type { Match } from './schema.ts';

/** `*` stands for any characters; everything else for itself. */
export function globToRegExp(pattern: string): RegExp {
  // A run of stars is one: many of them take a regular expression minutes.
  const parts = pattern.split(/\*+/).map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** A target matches if it does for every key that is given. */
export function createMatcher({ accounts, regions }: Match): (target: Target) => boolean {
  const patterns = regions?.map(globToRegExp);
  return ({ accountId, region }) =>
    (accounts?.includes(accountId) ?? true) && (patterns?.some((pattern) => pattern.test(region)) ?? true);
}
