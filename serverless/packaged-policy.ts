import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { StackContext } from './stack-values.ts';

/** The Regions of the policy that comes with the stack. `policy validate` and the first run report a policy that is invalid. */
export function packagedPolicy(source: string | undefined): StackContext['policy'] {
  if (source !== 'policy.yml') return null;
  const policy: unknown = parse(readFileSync(join(import.meta.dirname, '..', source), 'utf8'));
  const names = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  const regions = property(policy, 'regions');
  return {
    regions: Array.isArray(regions) ? names(regions) : 'all',
    excludeRegions: names(property(policy, 'excludeRegions')),
    roles: { read: roleOf(policy, 'read'), repair: roleOf(policy, 'repair') },
  };
}

/** A policy that names no role means the ones of `lib/policy/schema-accounts.ts`. */
function roleOf(policy: unknown, name: 'read' | 'repair'): string {
  const role = property(property(policy, 'roles'), name);
  return typeof role === 'string' ? role : `macie-warden-${name}`;
}

export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
