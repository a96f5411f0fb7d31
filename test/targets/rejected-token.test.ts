import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../../lib/core/observation.ts';
import { explainRejections, type RegionReading } from '../../lib/targets/rejected-token.ts';
import { session } from '../core/values.ts';

const TAKEN: Observation = { kind: 'values', values: session() };
const DENIED: Observation = { kind: 'unknown', reason: 'access-denied', detail: 'no' };
const REJECTED: Observation = { kind: 'unknown', reason: 'credentials', detail: 'bad token' };

const readingOf = (region: string, observation: Observation): RegionReading => ({
  region,
  observations: { session: observation },
  isTokenRejected: observation === REJECTED,
});
const detailOf = (readings: readonly RegionReading[], region: string, isListKnown = false): unknown =>
  explainRejections(readings, { isListKnown }).find((one) => one.region === region)?.observations['session'];

describe('a Region that rejects the token', () => {
  test.each([
    ['answers', TAKEN],
    ['denies the call', DENIED],
  ])('is probably not enabled when it is an opt-in Region and another one %s', (_, other) => {
    const found = detailOf([readingOf('af-south-1', REJECTED), readingOf('us-east-1', other)], 'af-south-1');
    expect(found).toMatchObject({
      kind: 'unknown',
      reason: 'credentials',
      detail: expect.stringMatching(/af-south-1 is probably not enabled for this account.*\(bad token\)/),
    });
  });

  test.each([
    [false, /Allow account:ListRegions/],
    [true, /account:ListRegions does not list it as disabled: check the name/],
  ])('has advice that follows from the list of enabled Regions, read or not: %s', (isListKnown, detail) => {
    const readings = [readingOf('sa-west-1', REJECTED), readingOf('us-east-1', TAKEN)];
    expect(detailOf(readings, 'sa-west-1', isListKnown)).toMatchObject({ detail: expect.stringMatching(detail) });
  });

  test.each([
    ['every Region rejects it', [readingOf('af-south-1', REJECTED), readingOf('us-east-1', REJECTED)], 'af-south-1'],
    ['it is no opt-in Region', [readingOf('eu-west-1', REJECTED), readingOf('us-east-1', TAKEN)], 'eu-west-1'],
  ])('has bad credentials when %s', (_, readings, region) => {
    expect(detailOf(readings, region)).toEqual(REJECTED);
  });
});
