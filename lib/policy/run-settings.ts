import type { HoldSettings } from '../core/guard-rails/repair-limit.ts';
import type { AlertSettings } from '../core/alerts/model.ts';
import type { Policy } from './schema.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 60 * 60_000, d: 24 * 60 * 60_000 };

/** Such as 30s, 12h or 3d, as the schema lets them be, in milliseconds. */
function milliseconds(duration: string): number {
  return Number.parseInt(duration, 10) * (UNIT_MS[duration.at(-1) ?? ''] ?? 0);
}

/** When people are told, as the reducer takes it. */
export function alertSettings({ alerts }: Policy): AlertSettings {
  const { remindAfter, blindAfter, flapLimit } = alerts;
  return { remindAfterMs: milliseconds(remindAfter), blindAfter, flapLimit };
}

/** Which repairs are held back. */
export function holdSettings({ limits }: Policy): HoldSettings {
  return { maxRepairs: limits.maxRepairs, coolDownMs: milliseconds(limits.coolDown) };
}
