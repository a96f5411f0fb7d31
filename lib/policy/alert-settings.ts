import type { AlertSettings } from '../core/alerts/model.ts';
import type { Policy } from './schema.ts';

const UNIT_MS = { h: 60 * 60 * 1000, d: 24 * 60 * 60 * 1000 } as const;

/** When people are told, as the reducer takes it. */
export function alertSettings({ alerts }: Policy): AlertSettings {
  const { remindAfter, blindAfter, flapLimit } = alerts;
  const unit = remindAfter.endsWith('h') ? UNIT_MS.h : UNIT_MS.d;
  return { remindAfterMs: Number.parseInt(remindAfter, 10) * unit, blindAfter, flapLimit };
}
