import type { AlertSettings } from '../core/alerts/model.ts';
import type { GuardSettings } from '../core/guard-rails/guard.ts';
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

/** The limits of the guard rails. */
export function guardSettings(
  policy: Policy,
  request: { readonly maxActions?: number | undefined } = {},
): GuardSettings {
  const { maxRepairs, coolDown } = policy.limits;
  return { maxActions: maxActionsOf(policy, request), maxRepairs, coolDownMs: milliseconds(coolDown) };
}
