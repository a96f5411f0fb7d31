import { expect, test } from '@jest/globals';
import { deliveryMsOf, runMsOf } from '../../../lib/app/run/time.ts';

test.each([300_000, 120_000, 60_000, 30_000, 5000, 0])(
  'a delivery starts with the reserve of a run and ends before the function is stopped: %d ms',
  (remainingMs) => {
    const endMs = deliveryMsOf(remainingMs);
    expect(endMs).toBeGreaterThanOrEqual(runMsOf(remainingMs));
    expect(endMs).toBeLessThanOrEqual(remainingMs);
  },
);
