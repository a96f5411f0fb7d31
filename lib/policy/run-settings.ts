import type { AlertSettings } from '../core/alerts/model.ts';
import type { CostLimit } from '../core/cost/model.ts';
import type { GuardSettings } from '../core/guard-rails/guard-settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/time.ts';
import type { Policy } from './schema.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** A duration as the schema allows it, such as 30s, 12h or 3d, in milliseconds. */
function milliseconds(duration: string): number {
  return Number.parseInt(duration, 10) * (UNIT_MS[duration.at(-1) ?? ''] ?? 0);
}

/** When alerts are made. */
export function alertSettings({ alerts }: Policy): AlertSettings {
  const { remindAfter, unreadableAfter, flapLimit } = alerts;
  return { remindAfterMs: milliseconds(remindAfter), unreadableAfter, flapLimit };
}

/** The most writes of a run: a request may raise it for one run. */
export function maxActionsOf({ limits }: Policy, { maxActions }: { readonly maxActions?: number | undefined }): number {
  return maxActions ?? limits.maxActions;
}

/** What one run may be allowed beyond the policy. */
export interface RaisedLimits {
  readonly maxActions?: number | undefined;
  readonly maxMonthlyCost?: CostLimit | undefined;
}

/** The most that the writes of a run may cost a month: a request may raise or lift it for one run. */
export function maxMonthlyCostOf({ limits }: Policy, { maxMonthlyCost }: RaisedLimits): CostLimit {
  return maxMonthlyCost ?? limits.maxMonthlyCost ?? 'none';
}

/** The limits of the guard rails. */
export function guardSettings(policy: Policy, request: RaisedLimits = {}): GuardSettings {
  const { maxRepairs, coolDown } = policy.limits;
  return {
    maxActions: maxActionsOf(policy, request),
    maxMonthlyCost: maxMonthlyCostOf(policy, request),
    maxRepairs,
    coolDownMs: milliseconds(coolDown),
  };
}
