import { expect, test } from '@jest/globals';
import { archiveMsOf, deliveryMsOf, runMsOf } from '../../../lib/app/run/time.ts';

test.each([300_000, 120_000, 60_000, 30_000, 5000, 0])(
  'a delivery starts with the reserve of a run and ends before the function is stopped: %d ms',
  (remainingMs) => {
    const endMs = deliveryMsOf(remainingMs);
    expect(endMs).toBeGreaterThanOrEqual(runMsOf(remainingMs));
    expect(endMs).toBeLessThanOrEqual(remainingMs);
  },
);

test.each([300_000, 120_000])(
  'the archive has time after the reserve has begun, and leaves ten seconds to a delivery: %d ms',
  (remainingMs) => {
    expect(archiveMsOf(remainingMs)).toBeGreaterThan(runMsOf(remainingMs));
    expect(deliveryMsOf(remainingMs) - archiveMsOf(remainingMs)).toBe(10_000);
  },
);

test.each([30_000, 1000, 0])('of little time the archive takes none from a delivery: %d ms', (remainingMs) => {
  expect(archiveMsOf(remainingMs)).toBeGreaterThanOrEqual(0);
  expect(archiveMsOf(remainingMs)).toBeLessThanOrEqual(deliveryMsOf(remainingMs));
});
