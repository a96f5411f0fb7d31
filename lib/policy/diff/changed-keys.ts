import type { Policy } from '../schema.ts';

/** A key of a policy with another value. */
export interface KeyChange {
  /** With dots: `limits.maxActions`. */
  readonly key: string;
  /** As JSON; null: it is not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** These decide for single targets. */
const OF_TARGETS: ReadonlySet<string> = new Set(['desired', 'overrides', 'waivers', 'remediation']);

/** The keys that are about runs as a whole, with their defaults, in the order of their names. */
export function changedKeys(before: Policy, after: Policy): readonly KeyChange[] {
  const [old, next] = [before, after].map((policy) => new Map(leavesOf(policy, [])));
  const keys = new Set([...(old?.keys() ?? []), ...(next?.keys() ?? [])]);
  return [...keys]
    .filter((key) => !OF_TARGETS.has(key.split('.')[0] ?? ''))
    .map((key) => ({ key, before: old?.get(key) ?? null, after: next?.get(key) ?? null }))
    .filter((change) => change.before !== change.after)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function leavesOf(value: object, path: readonly string[]): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? leavesOf(child, [...path, key])
      : [[[...path, key].join('.'), JSON.stringify(child) ?? 'undefined'] as const],
  );
}
