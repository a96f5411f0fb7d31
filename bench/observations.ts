import type { Observation } from '../lib/core/observation.ts';

/** The reading of a session: 0 is denied, 1 is paused, every other number as desired. */
export function observationOf(kind: number): Observation {
  if (kind === 0)
    return {
      kind: 'unknown',
      reason: 'access-denied',
      detail: 'macie2:GetMacieSession was denied by a service control policy',
    };
  const values = {
    status: kind === 1 ? 'PAUSED' : 'ENABLED',
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    serviceRole: null,
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-01T00:00:00.000Z',
  };
  return { kind: 'values', values };
}
