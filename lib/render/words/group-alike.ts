import type { Place } from '../../core/target.ts';
import { ofAnyTarget } from './any-target.ts';

/** More groups than this that differ only in Regions and accounts are of values that no target shares. */
const MOST_COMPARED = 50;

/** Items whose texts are the same for any target, together. In the order of their first items; the text of the first fits all of a group. */
export function groupAlike<T extends Place>(
  items: readonly T[],
  textOf: (item: T) => string,
): readonly (readonly T[])[] {
  const groups = [...Map.groupBy(items, (item) => ofAnyTarget(textOf(item), item)).values()];
  const merged = [...Map.groupBy(groups, ([first]) => (first ? withoutPlaces(textOf(first)) : '')).values()];
  return merged.flatMap((alike) => (alike.length > MOST_COMPARED ? alike : mergeFixed(alike, textOf)));
}

/**
 * A value of the policy may name a Region for all targets, such as the ARN of one key. The target of that Region has the same text,
 * and only the texts of the others show that the name in the value is no name of the target.
 */
function mergeFixed<T extends Place>(
  groups: readonly (readonly T[])[],
  textOf: (item: T) => string,
): readonly (readonly T[])[] {
  const kept: (readonly T[])[] = [];
  for (const group of groups.toSorted((a, b) => b.length - a.length)) {
    const at = kept.findIndex((other) => fits(other[0], group[0], textOf));
    if (at === -1) kept.push(group);
    else kept[at] = [...(kept[at] ?? []), ...group];
  }
  return kept.length === groups.length ? groups : kept;
}

/** Is the text about one target that about another, with its own Region and account? */
function fits<T extends Place>(one: T | undefined, other: T | undefined, textOf: (item: T) => string): boolean {
  if (!one || !other || one.region === null || other.region === null) return false;
  const text = textOf(one).replaceAll(one.region, other.region).replaceAll(one.accountId, other.accountId);
  return text === textOf(other);
}

function withoutPlaces(text: string): string {
  return text.replaceAll(/[a-z]{2}(?:-[a-z]+)+-\d{1,2}|\d{12}|REGION|ACCOUNT/g, '');
}
