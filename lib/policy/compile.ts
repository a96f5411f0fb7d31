import type { Waiver } from '../core/compliance/waiver.ts';
import type { Remediation } from '../core/run.ts';
import type { Desired } from '../core/settings/desired.ts';
import { indexRules, type IndexedRule, type RuleIndex } from './rule-index.ts';
import { flattenDesired } from './flatten-desired.ts';
import type { Policy, PolicyWaiver } from './schema.ts';

export interface CompiledOverride extends IndexedRule {
  readonly rule: string;
  readonly desired: Desired;
  readonly remediation: Remediation | undefined;
  readonly onlyWithBuckets: boolean | undefined;
}

export interface CompiledWaiver extends IndexedRule {
  readonly waiver: PolicyWaiver;
  readonly accepted: Waiver & { readonly settings: readonly string[] };
}

/** The last override with each key. */
export interface LastOverrides {
  readonly settings: ReadonlyMap<string, CompiledOverride>;
  readonly remediation: CompiledOverride | null;
  readonly onlyWithBuckets: CompiledOverride | null;
}

export interface CompiledPolicy {
  readonly desired: Desired;
  readonly overrides: RuleIndex<CompiledOverride>;
  readonly waivers: RuleIndex<CompiledWaiver>;
  /** Of the overrides that name no account, by Region. */
  readonly deciders: Map<string, LastOverrides>;
}

// A policy is resolved for many targets: its patterns and keys are worked out once.
const compiledPolicies = new WeakMap<Policy, CompiledPolicy>();

export function compile(policy: Policy): CompiledPolicy {
  const known = compiledPolicies.get(policy);
  if (known) return known;
  const compiled = {
    desired: flattenDesired(policy.desired),
    overrides: indexRules(policy.overrides.map(compileOverride)),
    waivers: indexRules(policy.waivers.map(compileWaiver)),
    deciders: new Map(),
  };
  compiledPolicies.set(policy, compiled);
  return compiled;
}

function compileOverride(
  { match, desired, remediation, onlyWithBuckets }: Policy['overrides'][number],
  index: number,
): CompiledOverride {
  const rule = `overrides[${index}]`;
  return { index, match, rule, desired: flattenDesired(desired ?? {}), remediation, onlyWithBuckets };
}

function compileWaiver(waiver: PolicyWaiver, index: number): CompiledWaiver {
  const { match, settings, reason, owner, expires } = waiver;
  return { index, match, waiver, accepted: { settings, reason, owner, expires } };
}

export function decidersOf(overrides: readonly CompiledOverride[]): LastOverrides {
  const settings = new Map<string, CompiledOverride>();
  for (const override of overrides) {
    for (const key of Object.keys(override.desired)) settings.set(key, override);
  }
  return {
    settings,
    remediation: overrides.findLast(({ remediation }) => remediation !== undefined) ?? null,
    onlyWithBuckets: overrides.findLast(({ onlyWithBuckets }) => onlyWithBuckets !== undefined) ?? null,
  };
}
