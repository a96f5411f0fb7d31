import type { Finding } from './problems.ts';

/** A longer text takes seconds to read: YAML costs more than a second a megabyte. */
export const MAX_CHARACTERS = 1_000_000;

const MAX_RULES = 10_000;

/** Policies with more rules than any person keeps an overview of. Takes anything. */
export function checkSize(data: unknown): readonly Finding[] {
  const [overrides, waivers] = ['overrides', 'waivers'].map((key) => lengthAt(data, key));
  const rules = (overrides ?? 0) + (waivers ?? 0);
  if (rules <= MAX_RULES) return [];
  const path = [(overrides ?? 0) >= (waivers ?? 0) ? 'overrides' : 'waivers'];
  const hint = (): string => 'Match several accounts or Regions in one rule';
  return [{ path, expected: `at most ${MAX_RULES} overrides and waivers`, found: String(rules), hint }];
}

function lengthAt(data: unknown, key: string): number {
  const rules: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
  return Array.isArray(rules) ? rules.length : 0;
}
