import { describe, expect, test } from '@jest/globals';
import { OFF, session } from '../../core/values.ts';
import { fixture, type FixtureOptions } from '../fixture.ts';

const PRICES = 'prices: { default: { bucketMonth: 2, objectsPer100k: 1, perGB: [{ price: 1 }] } }';

/** An account with three buckets in each Region. It counts the calls for estimates. */
function desk(policy: string, { sessions = { 'eu-west-1': OFF }, over = {} }: FixtureOptions = {}) {
  const calls: string[] = [];
  const found = fixture({
    sessions,
    policy: `${PRICES}\n${policy}`,
    over: {
      ...over,
      access: {
        listBuckets: () => {
          calls.push('ListBuckets');
          const buckets = Object.keys(sessions).flatMap((region) =>
            ['a', 'b', 'c'].map((name) => ({ name: `${name}-${region}`, region })),
          );
          return Promise.resolve({ kind: 'known', value: buckets });
        },
        readBucketMetrics: (names, { region }) => {
          calls.push(`GetMetricData ${region} ${names.length}`);
          return Promise.resolve({ kind: 'known', value: { objects: 200_000, bytes: 0 } });
        },
        ...over.access,
      },
    },
  });
  const costOf = () => found.results.at(-1)?.report.cost;
  return { ...found, calls, costOf };
}

describe('a run that switches something on', () => {
  test('counts before it does, and its report and its message have the cost', async () => {
    const one = desk('');
    await one.check();
    expect(one.calls).toEqual(['ListBuckets', 'GetMetricData eu-west-1 3']);
    expect(one.written).toHaveLength(1);
    expect(one.costOf()).toMatchObject({ low: 6, high: 8, notEstimated: 0 });
    expect(one.messages[0]?.report.cost).toEqual(one.costOf());
  });

  test('after which nothing is counted any more', async () => {
    const one = desk('');
    await one.check();
    await one.check();
    expect(one.costOf()).toBeUndefined();
    expect(one.calls).toHaveLength(2);
  });

  test.each([
    [
      'a plan that makes a frequency faster',
      { sessions: { 'eu-west-1': session({ findingPublishingFrequency: 'SIX_HOURS' }) } },
    ],
    ['a stack that only reports', { over: { ceiling: 'report' as const } }],
  ])('%s counts nothing', async (_, options) => {
    const one = desk('', options);
    await one.check();
    expect(one.costOf()).toBeUndefined();
    expect(one.calls).toEqual([]);
  });
});

describe('limits.maxMonthlyCost', () => {
  const BOTH = { sessions: { 'eu-west-1': OFF, 'us-east-1': OFF } };

  test('holds all writes of a run back, and the report says so', async () => {
    const one = desk('limits: { maxMonthlyCost: 15 }', BOTH);
    const { notices, results } = await one.check();
    expect(one.written).toEqual([]);
    expect(notices).toEqual([{ kind: 'limit-exceeded', message: expect.stringContaining('up to $16.00 a month') }]);
    expect(results.flatMap(({ drifts }) => drifts.map(({ outcome }) => outcome))).toEqual(['skipped', 'skipped']);
  });

  test('lets a run through that costs exactly that, or that was allowed more', async () => {
    const exact = desk('limits: { maxMonthlyCost: 16 }', BOTH);
    expect((await exact.check()).notices).toEqual([]);
    expect(exact.written).toHaveLength(2);
    const raised = desk('limits: { maxMonthlyCost: 15 }', BOTH);
    const { notices } = await raised.check({ trigger: 'manual', maxMonthlyCost: 16 });
    expect(raised.written).toHaveLength(2);
    expect(notices.map(({ kind }) => kind)).toEqual(['limit-raised']);
  });

  test('holds back what nobody can estimate, until it is lifted for a run', async () => {
    const denied = {
      listBuckets: () => Promise.resolve({ kind: 'unknown' as const, why: 's3:ListBuckets was denied' }),
    };
    const one = desk('limits: { maxMonthlyCost: 1000 }', { over: { access: denied } });
    const { notices } = await one.check();
    expect(one.written).toEqual([]);
    expect(notices[0]?.message).toContain('a part of the monthly cost of the writes is not known');
    expect(one.costOf()).toMatchObject({ low: 0, high: 0, notEstimated: 2 });
    await one.check({ trigger: 'manual', maxMonthlyCost: 'none' });
    expect(one.written).toHaveLength(1);
  });

  test('is held in a stack without a table as well', async () => {
    const one = desk('limits: { maxMonthlyCost: 15 }', { ...BOTH, over: { openState: null } });
    const { notices } = await one.check();
    expect(one.written).toEqual([]);
    expect(notices.map(({ kind }) => kind)).toEqual(['limit-exceeded']);
  });

  test('without it a plan that cannot be estimated is carried out, and says that it does not know', async () => {
    const denied = {
      listBuckets: () => Promise.resolve({ kind: 'unknown' as const, why: 's3:ListBuckets was denied' }),
    };
    const one = desk('', { over: { access: denied } });
    await one.check();
    expect(one.costOf()?.notEstimated).toBe(2);
    expect(one.written).toHaveLength(1);
  });
});
