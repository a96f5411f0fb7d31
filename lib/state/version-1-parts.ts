import * as z from 'zod/mini';
import { REASONS, type Failure } from '../core/observation.ts';
import { SETTING_IDS, settingOf } from '../core/settings/registry.ts';

/* What records and alerts of version 1 have in common. */

export const text = z.nullable(z.string());
export const TARGET = { accountId: z.string(), region: z.string() };
export const CALLS = { change: z._default(z.unknown(), null), earlier: z._default(z.array(z.unknown()), []) };

interface OldDrift {
  readonly setting: string;
  readonly desired: string | null;
  readonly actual: string | null;
}

export function actionOf({ setting, desired, actual }: OldDrift): string {
  if (desired === null || !SETTING_IDS.includes(setting)) return 'manual';
  const choice = settingOf(setting).chooseAction({ setting, desired, actual }, { values: { status: 'ENABLED' } });
  return choice.kind === 'manual' ? 'manual' : choice.action;
}

/** The reason was the beginning of the text, but for a session that AWS called enabled and that did not show it. */
export function failureOf(stored: string | null): Failure | null {
  if (stored === null) return null;
  const reason = REASONS.find((one) => stored.startsWith(`${one}: `));
  return reason ? { reason, detail: stored.slice(reason.length + 2) } : { reason: 'bad-response', detail: stored };
}

/** A call was a `change` with a `call` and a `laterAt`. */
export function callOf(change: unknown): unknown {
  if (typeof change !== 'object' || change === null) return null;
  const { call: name, laterAt, ...rest }: Partial<Record<string, unknown>> = { ...change };
  return { ...rest, name, sets: rest['sets'] ?? {}, ...(laterAt === undefined ? {} : { laterChangeAt: laterAt }) };
}
