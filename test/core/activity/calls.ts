import type { MacieCall } from '../../../lib/core/activity/macie-call.ts';
import { TARGET } from '../values.ts';

export function callOf(over: Partial<MacieCall> = {}): MacieCall {
  return {
    ...TARGET,
    eventId: '3c1f2e7a-5d0b-4a53-9a0e-6b1d2f4c8e90',
    name: 'DisableMacie',
    at: '2026-11-24T09:00:05.000Z',
    sets: { status: 'DISABLED' },
    actor: { type: 'Root', name: 'root', sessionName: null, sourceIp: null, userAgent: null },
    ...over,
  };
}

export const disable = callOf();
export const enable = callOf({
  name: 'EnableMacie',
  sets: { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' },
});
export const slowDown = callOf({ name: 'UpdateMacieSession', sets: { findingPublishingFrequency: 'SIX_HOURS' } });
