import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { parsePolicy } from '../lib/policy/parse.ts';
import { resolve } from '../lib/policy/resolve.ts';
import type { Policy } from '../lib/policy/schema.ts';
import { median, type Measurement } from './measure.ts';

const NOW = new Date('2026-11-24T09:00:00Z');
const ACCOUNTS = 1000;
const RUNS = 5;

/** Overrides as an estate has them: of one account each, of a group of Regions, or of all. */
function policyWith(overrides: number): Policy {
  const rules = Array.from({ length: overrides }, (_, index) => {
    const region = MACIE_REGIONS[index % MACIE_REGIONS.length] ?? '';
    const match = index % 10 === 0 ? { regions: [`${region.slice(0, 2)}-*`] } : { accounts: [accountOf(index)] };
    return { match, desired: { findingPublishingFrequency: 'SIX_HOURS' } };
  });
  return parsePolicy(JSON.stringify({ version: 1, desired: { status: 'ENABLED' }, overrides: rules }), 'bench');
}

function accountOf(index: number): string {
  return String(100_000_000_000 + (index % ACCOUNTS));
}

/** What a target costs to resolve, in µs. */
function costOf(policy: Policy): number {
  const targets = Array.from({ length: ACCOUNTS }, (_, index) =>
    MACIE_REGIONS.map((region) => ({ accountId: accountOf(index), region })),
  ).flat();
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    for (const target of targets) resolve(policy, target, NOW);
    return ((performance.now() - start) * 1000) / targets.length;
  });
  return median(times);
}

/** Ten times the overrides, nine of ten of which are for other accounts: a target must not cost ten times as much. */
export function benchPolicy(): readonly Measurement[] {
  const [few, many] = [1000, 10_000].map((overrides) => costOf(policyWith(overrides)));
  const value = (many ?? Number.NaN) / (few ?? Number.NaN);
  const note = `${(few ?? 0).toFixed(1)} µs and ${(many ?? 0).toFixed(1)} µs a target`;
  return [{ name: 'resolving a target: 10,000 overrides ÷ 1,000', value, unit: '×', limit: 4, note }];
}
