import type { PolicyTarget } from './policy-target.ts';
import { isInForce } from './in-force.ts';
import { decide, waiversFor, type Decisions } from './resolve.ts';
import type { Policy, PolicyWaiver } from './schema.ts';

/** Why a target is held to what it is. */
export interface Explanation extends Decisions {
  /** The waivers that name the target, in the order of the policy. */
  readonly waivers: readonly WaiverExplained[];
}

interface WaiverExplained {
  readonly rule: string;
  readonly isInForce: boolean;
  readonly settings: readonly string[];
  readonly waiver: PolicyWaiver;
}

export function explain(policy: Policy, target: PolicyTarget, now: Date): Explanation {
  const waivers = waiversFor(policy, target).map(({ index, waiver }) => ({
    rule: `waivers[${index}]`,
    isInForce: isInForce(waiver, now),
    settings: waiver.settings,
    waiver,
  }));
  return { ...decide(policy, target), waivers };
}
