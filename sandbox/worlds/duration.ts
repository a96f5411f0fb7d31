import { z } from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `15s`, `15m`, `1h`; parses to milliseconds. */
export const duration = z
  .string({ error: 'expected a time such as 500ms, 15s or 15m' })
  .regex(/^\d+(?:ms|s|m|h)$/, 'expected a time such as 500ms, 15s or 15m')
  .transform((text) => Number.parseInt(text, 10) * (UNIT_MS[text.replace(/^\d+/, '')] ?? 0));
