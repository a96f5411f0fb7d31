import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { REASONS, type Observation } from '../../lib/core/observation.ts';
import { createRegionBreaker, FAILURES_TO_OPEN } from '../../lib/targets/region-breaker.ts';

const unknown = (reason: (typeof REASONS)[number]): Observation => ({ kind: 'unknown', reason, detail: 'no' });
const TIMEOUT = unknown('timeout');
const READ: Observation = { kind: 'values', values: { status: 'ENABLED' } };

function breaker() {
  let time = 0;
  const { instead, record } = createRegionBreaker(() => new Date(time));
  return {
    instead,
    record: (...sessions: readonly Observation[]) => {
      for (const session of sessions) record('eu-west-1', session);
    },
    isDown: () => instead('eu-west-1') !== null,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('a Region', () => {
  test('counts as down after three accounts in a row without an answer', () => {
    const { record, isDown } = breaker();
    record(TIMEOUT, unknown('network'));
    expect(isDown()).toBe(false);
    record(TIMEOUT);
    expect(isDown()).toBe(true);
  });

  test('that is down says so, with how many accounts had no answer and why', () => {
    const { record, instead } = breaker();
    record(TIMEOUT, TIMEOUT, unknown('network'));
    expect(instead('eu-west-1')).toEqual({
      kind: 'unknown',
      reason: 'not-reached',
      detail: 'eu-west-1 was not asked for this account, because it gave 3 accounts in a row no answer (network)',
    });
    expect(instead('us-east-1')).toBeNull();
  });

  test('is read again after a reading that was on its way succeeds', () => {
    const { record, isDown } = breaker();
    record(TIMEOUT, TIMEOUT, TIMEOUT, READ);
    expect(isDown()).toBe(false);
    record(TIMEOUT, TIMEOUT);
    expect(isDown()).toBe(false);
  });

  test('is tried again by one account after a minute, and by no other until that one has its answer', () => {
    const { record, isDown, pass } = breaker();
    record(TIMEOUT, TIMEOUT, TIMEOUT);
    pass(59_999);
    expect(isDown()).toBe(true);
    pass(1);
    expect([isDown(), isDown(), isDown()]).toEqual([false, true, true]);
    record(TIMEOUT);
    expect(isDown()).toBe(true);
    pass(60_000);
    expect(isDown()).toBe(false);
    record(READ);
    expect([isDown(), isDown()]).toEqual([false, false]);
  });

  test('is down only if its last readings all ended without an answer', () => {
    const reading = fc.oneof(fc.constantFrom(...REASONS).map(unknown), fc.constant(READ));
    fc.assert(
      fc.property(fc.array(reading), (readings) => {
        const { record, isDown } = breaker();
        record(...readings);
        const last = readings.slice(-FAILURES_TO_OPEN);
        const isSilent = last.every((one) => one.kind === 'unknown' && ['timeout', 'network'].includes(one.reason));
        expect(isDown()).toBe(last.length === FAILURES_TO_OPEN && isSilent);
      }),
    );
  });
});
