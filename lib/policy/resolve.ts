import type { TargetPolicy } from '../core/compliance/target-policy.ts';
import type { Remediation } from '../core/run.ts';
import { SETTINGS } from '../core/settings/index.ts';
import type { Target } from '../core/target.ts';
import { createMatcher } from './match.ts';
import { flattenDesired } from './schema-desired.ts';
import type { Policy, PolicyWaiver } from './schema.ts';

/** The value of a key for one target, and the rule that decided it, such as `desired` or `overrides[0]`. */
interface Decision<T> {
  readonly value: T;
  readonly rule: string;
}

export interface Decisions {
  readonly settings: Readonly<Partial<Record<string, Decision<string>>>>;
  readonly remediation: Decision<Remediation>;
}

interface Compiled {
  readonly overrides: readonly {
    readonly matches: (target: Target) => boolean;
    readonly rule: string;
    readonly body: Policy['overrides'][number];
  }[];
  readonly waivers: readonly {
    readonly matches: (target: Target) => boolean;
    readonly index: number;
    readonly waiver: PolicyWaiver;
  }[];
}

// A policy is resolved for many targets: its patterns are compiled once.
const compiledPolicies = new WeakMap<Policy, Compiled>();

function compile(policy: Policy): Compiled {
  const known = compiledPolicies.get(policy);
  if (known) return known;
  const compiled = {
    overrides: policy.overrides.map((body, index) => ({
      matches: createMatcher(body.match),
      rule: `overrides[${index}]`,
      body,
    })),
    waivers: policy.waivers.map((waiver, index) => ({ matches: createMatcher(waiver.match), index, waiver })),
  };
  compiledPolicies.set(policy, compiled);
  return compiled;
}

/** Which rule decides what for a target: the last override that matches wins, key by key. */
export function decide(policy: Policy, target: Target): Decisions {
  const overrides = compile(policy).overrides.filter(({ matches }) => matches(target));
  const layers = [
    { rule: 'desired', desired: flattenDesired(policy.desired) },
    ...overrides.map(({ rule, body }) => ({ rule, desired: flattenDesired(body.desired ?? {}) })),
  ];
  const settings: Partial<Record<string, Decision<string>>> = {};
  for (const { id, resolve: resolveValue } of SETTINGS) {
    const layer = layers.findLast(({ desired }) => desired[id] !== undefined);
    const value = layer?.desired[id];
    if (layer && value !== undefined)
      settings[id] = { rule: layer.rule, value: resolveValue?.(value, target) ?? value };
  }
  const byOverride = overrides.findLast(({ body }) => body.remediation !== undefined);
  const remediation = byOverride?.body.remediation;
  return {
    settings,
    remediation: remediation
      ? { rule: byOverride.rule, value: remediation }
      : { rule: 'remediation', value: policy.remediation },
  };
}

/** The policy for one target at one moment. */
export function resolve(policy: Policy, target: Target, now: Date): TargetPolicy {
  const { settings, remediation } = decide(policy, target);
  const desired = Object.fromEntries(
    Object.entries(settings).flatMap(([setting, decision]) => (decision ? [[setting, decision.value]] : [])),
  );
  const waivers = waiversFor(policy, target)
    .filter(({ waiver }) => isInForce(waiver, now))
    .map(({ waiver: { settings: waived, reason, owner, expires } }) => ({ settings: waived, reason, owner, expires }));
  return { desired, remediation: remediation.value, waivers };
}

export interface IndexedWaiver {
  readonly index: number;
  readonly waiver: PolicyWaiver;
}

/** The waivers that name a target, in force or not. */
export function waiversFor(policy: Policy, target: Target): readonly IndexedWaiver[] {
  return compile(policy).waivers.filter(({ matches }) => matches(target));
}

/** The waivers that hold no more. */
export function expiredWaivers(policy: Policy, now: Date): readonly IndexedWaiver[] {
  return compile(policy).waivers.filter(({ waiver }) => !isInForce(waiver, now));
}

/** A waiver holds through the end of its day, UTC. Dates of this form compare as text. */
export function isInForce({ expires }: PolicyWaiver, now: Date): boolean {
  return now.toISOString().slice(0, 10) <= expires;
}
