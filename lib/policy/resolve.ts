import type { TargetPolicy } from '../core/compliance/target-policy.ts';
import type { Remediation } from '../core/run.ts';
import { SETTINGS } from '../core/settings/index.ts';
import type { PolicyTarget } from './policy-target.ts';
import {
  compile,
  decidersOf,
  type CompiledOverride,
  type CompiledPolicy,
  type CompiledWaiver,
  type LastOverrides,
} from './compile.ts';
import { dayOf, isInForce } from './in-force.ts';
import type { Policy, PolicyWaiver } from './schema.ts';

/** The value of a key for one target, and the rule that decided it, such as `desired` or `overrides[0]`. */
interface Decision<T> {
  readonly value: T;
  readonly rule: string;
}

export interface Decisions {
  readonly settings: Readonly<Partial<Record<string, Decision<string>>>>;
  readonly remediation: Decision<Remediation>;
  /** Is a target without buckets left out? */
  readonly onlyWithBuckets: Decision<boolean>;
}

/** The rule that decides each key for a target: the last override that matches wins. */
export function decide(policy: Policy, target: PolicyTarget): Decisions {
  const compiled = compile(policy);
  const everywhere = decidersOfRegion(compiled, target.region);
  const own = decidersOf(compiled.overrides.ofAccount(target));
  const settings: Partial<Record<string, Decision<string>>> = {};
  for (const { id, resolve: resolveValue } of SETTINGS) {
    const override = later(everywhere.settings.get(id), own.settings.get(id));
    const { rule, desired } = override ?? { rule: 'desired', desired: compiled.desired };
    const value = desired[id];
    if (value !== undefined) settings[id] = { rule, value: resolveValue?.(value, target) ?? value };
  }
  const byOverride = later(everywhere.remediation, own.remediation);
  const ofBuckets = later(everywhere.onlyWithBuckets, own.onlyWithBuckets);
  return {
    settings,
    remediation: {
      rule: byOverride?.rule ?? 'remediation',
      value: byOverride?.remediation ?? policy.remediation,
    },
    onlyWithBuckets: {
      rule: ofBuckets?.rule ?? 'regions',
      value: ofBuckets?.onlyWithBuckets ?? policy.regions === 'with-buckets',
    },
  };
}

/** The overrides that name no account decide the same for every account. */
function decidersOfRegion({ overrides, deciders }: CompiledPolicy, region: string): LastOverrides {
  const known = deciders.get(region) ?? decidersOf(overrides.ofEveryAccount(region));
  deciders.set(region, known);
  return known;
}

function later(
  one: CompiledOverride | null | undefined,
  other: CompiledOverride | null | undefined,
): CompiledOverride | null {
  if (!one || !other) return one ?? other ?? null;
  return one.index > other.index ? one : other;
}

/** The policy for one target at one time. */
export function resolve(policy: Policy, target: PolicyTarget, now: Date): TargetPolicy {
  const { settings, remediation } = decide(policy, target);
  const desired = Object.fromEntries(
    Object.entries(settings).flatMap(([setting, decision]) => (decision ? [[setting, decision.value]] : [])),
  );
  const today = dayOf(now);
  const waivers = waiversFor(policy, target)
    .filter(({ waiver }) => today <= waiver.expires)
    .map(({ accepted }) => accepted);
  return { desired, remediation: remediation.value, waivers };
}

/** Does any target depend on the buckets of its account? */
export function needsBuckets({ regions, overrides }: Pick<Policy, 'regions' | 'overrides'>): boolean {
  return regions === 'with-buckets' || overrides.some(({ onlyWithBuckets }) => onlyWithBuckets === true);
}

export interface IndexedWaiver {
  readonly index: number;
  readonly waiver: PolicyWaiver;
}

/** The waivers that name a target, in force or not, in the order of the policy. */
export function waiversFor(policy: Policy, target: PolicyTarget): readonly CompiledWaiver[] {
  const { waivers } = compile(policy);
  const own = waivers.ofAccount(target);
  const everywhere = waivers.ofEveryAccount(target.region);
  return own.length === 0 ? everywhere : [...everywhere, ...own].toSorted((a, b) => a.index - b.index);
}

/** The waivers that have ended. */
export function expiredWaivers(policy: Policy, now: Date): readonly IndexedWaiver[] {
  return policy.waivers.map((waiver, index) => ({ index, waiver })).filter(({ waiver }) => !isInForce(waiver, now));
}
