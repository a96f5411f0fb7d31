import { describe, expect, test } from '@jest/globals';
import { actionLimitNotice, limitActions, raisedLimitNotice } from '../../../lib/core/guard-rails/action-limit.ts';
import { session, TARGET } from '../values.ts';
import { assessed, planOf } from './ledgers.ts';

const REGIONS = ['ap-south-1', 'eu-west-1', 'us-east-1'];
const plan = planOf(...REGIONS.map((region) => assessed(session({ status: 'PAUSED' }), { ...TARGET, region })));

describe('limitActions', () => {
  test('lets as many writes through as are allowed', () => {
    expect(limitActions(plan, 3)).toBe(plan);
  });

  test('lets none through when there is one more, and every drift has the reason', () => {
    const limited = limitActions(plan, 2);
    expect(limited.writes).toEqual([]);
    expect(limited.assessments.flatMap(({ drifts }) => drifts)).toMatchObject(
      REGIONS.map(() => ({
        outcome: 'skipped',
        detail: '3 writes are needed and limits.maxActions is 2, so none is made',
      })),
    );
  });

  test('keeps the reason of a drift that is for a person', () => {
    const manual = planOf(assessed(session({ status: 'PAUSED', findingPublishingFrequency: 'DAILY' })));
    const [limited] = limitActions(manual, 0).assessments;
    expect(limited?.drifts.map(({ outcome }) => outcome)).toEqual(['skipped', 'manual']);
  });
});

describe('actionLimitNotice', () => {
  test('is none for a plan within the limit', () => {
    expect(actionLimitNotice(3, 3)).toBeNull();
  });

  test('says how many writes are needed and what to do', () => {
    expect(actionLimitNotice(3, 2)).toEqual({
      kind: 'limit-exceeded',
      message:
        '3 writes are needed and limits.maxActions is 2, so none is made. Check the drifts first: if the policy is right, as in a first roll-out, run once with --max-actions 3, or invoke check once with {"maxActions":3}',
    });
  });
});

describe('raisedLimitNotice', () => {
  test('is one of a run that was allowed more writes than the policy says', () => {
    expect(raisedLimitNotice(22, 10)).toEqual({
      kind: 'limit-raised',
      message:
        'the policy allows 10 writes in a run (limits.maxActions), and this run may make 22, as it was started with --max-actions or maxActions',
    });
  });

  test.each([undefined, 5, 10])('is none of a run that was started with %p', (requested) => {
    expect(raisedLimitNotice(requested, 10)).toBeNull();
  });
});
