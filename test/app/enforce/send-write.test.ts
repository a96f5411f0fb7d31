import { describe, expect, test } from '@jest/globals';
import type { WriteAnswer } from '../../../lib/core/compliance/write-answer.ts';
import { OFF, session } from '../../core/values.ts';
import { fakeMacie, requestFor, withAccess, type FakeSession } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

const REGION = 'eu-west-1';
const SLOW = session({ findingPublishingFrequency: 'SIX_HOURS' });
const ONE_HOUR = `overrides: [{ match: { regions: ["*"] }, desired: { findingPublishingFrequency: ONE_HOUR } }]`;
const TIMEOUT: WriteAnswer = { kind: 'unclear', reason: 'timeout', detail: 'no answer' };
const THROTTLED: WriteAnswer = { kind: 'refused', reason: 'throttled', detail: 'Rate exceeded' };
const DENIED: WriteAnswer = { kind: 'refused', reason: 'access-denied', detail: 'no' };

interface Scene {
  readonly before: FakeSession;
  /** The answer of the first write, which is not done. */
  readonly first: WriteAnswer;
  /** The session after the first write; as before if left out. */
  readonly meanwhile?: FakeSession;
}

/** A run whose first write meets something. */
async function ran({ before, first, meanwhile }: Scene) {
  const macie = fakeMacie({ [REGION]: before });
  let writes = 0;
  const deps = withAccess(macie, {
    write: (write, order) => {
      writes += 1;
      if (writes > 1) return macie.access.write(write, order);
      if (meanwhile) macie.sessions.set(REGION, meanwhile);
      return Promise.resolve(first);
    },
  });
  const report = await runOnce(requestFor(`remediation: enforce\n${ONE_HOUR}`), deps);
  const result = report.results.find(({ region }) => region === REGION);
  return { writes, drifts: result?.drifts ?? [], verdict: report.verdict, shown: macie.sessions.get(REGION) };
}

describe('a write that AWS may not have done', () => {
  test.each([
    ['timed out', TIMEOUT],
    ['was throttled', THROTTLED],
  ])('and that %s is sent again after a reading', async (_, first) => {
    expect(await ran({ before: SLOW, first })).toMatchObject({
      writes: 2,
      verdict: 'compliant',
      drifts: [{ outcome: 'verified', detail: null }],
    });
  });

  test('is not sent again where it was done', async () => {
    const meanwhile = session({ findingPublishingFrequency: 'ONE_HOUR' });
    expect(await ran({ before: SLOW, first: TIMEOUT, meanwhile })).toMatchObject({
      writes: 1,
      drifts: [{ outcome: 'verified' }],
    });
  });

  test('lowers nothing that somebody has raised meanwhile', async () => {
    const meanwhile = session({ findingPublishingFrequency: 'FIFTEEN_MINUTES' });
    expect(await ran({ before: SLOW, first: TIMEOUT, meanwhile })).toMatchObject({
      writes: 1,
      shown: { findingPublishingFrequency: 'FIFTEEN_MINUTES' },
    });
  });

  test('becomes the write that the target needs by then', async () => {
    const meanwhile = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });
    expect(await ran({ before: OFF, first: THROTTLED, meanwhile })).toMatchObject({
      writes: 2,
      // What the first write was not about is left to the next run.
      shown: { status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' },
    });
  });

  test('is not sent to a target that cannot be read', async () => {
    const meanwhile = { kind: 'unknown', reason: 'network', detail: 'reset' } as const;
    expect(await ran({ before: SLOW, first: TIMEOUT, meanwhile })).toMatchObject({
      writes: 1,
      drifts: [{ outcome: 'failed', failure: { reason: 'timeout' } }],
    });
  });
});

test('a write that was refused for good is not sent again', async () => {
  expect(await ran({ before: SLOW, first: DENIED })).toMatchObject({
    writes: 1,
    drifts: [{ outcome: 'failed', failure: { reason: 'access-denied' } }],
  });
});
