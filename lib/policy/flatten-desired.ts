import type { Desired } from '../core/settings/desired.ts';

/** The desired values by setting id. */
export function flattenDesired(input: object, path: readonly string[] = []): Desired {
  return Object.fromEntries(
    Object.entries(input).flatMap(([key, value]: [string, unknown]): readonly (readonly [string, string])[] => {
      if (typeof value === 'string' || typeof value === 'boolean') return [[[...path, key].join('.'), String(value)]];
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(flattenDesired(value, [...path, key]));
    }),
  );
}
