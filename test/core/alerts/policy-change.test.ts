import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE, type State } from '../../../lib/core/alerts/records.ts';
import { drift, reportFor, resultOf } from '../values.ts';
import { HOUR, runOnce, START } from './history.ts';

const OK = resultOf('eu-west-1');
const { scope } = reportFor([OK]);
const FULL = { ...scope, kind: 'full' as const };
const policy = (sha256: string, source = 'ssm:/policy') => ({ source, sha256, remediation: 'report' as const });

/** A run with a policy, so many hours after the start. */
const ran = (before: State, sha256: string, hours: number, over: Partial<Parameters<typeof runOnce>[1]> = {}) =>
  runOnce(before, {
    results: [OK],
    atMs: START + hours * HOUR,
    report: { policy: policy(sha256), scope: FULL },
    versions: { [OK.accountId]: 'v1' },
    ...over,
  });
const first = ran(EMPTY_STATE, 'aaa', 0);

describe('the policy of a full run', () => {
  test('is no news in the first run, and while it stays the same', () => {
    expect(first.alerts).toEqual([]);
    const second = ran(first.state, 'aaa', 1);
    expect(second.alerts).toEqual([]);
    expect(second.state).toEqual(first.state);
  });

  test('is announced once when it has changed, with both hashes and the source', () => {
    const second = ran(first.state, 'bbb', 1);
    const at = new Date(START + HOUR).toISOString();
    expect(second.alerts).toEqual([
      {
        id: 'policy-changed/111122223333/policy/v1',
        kind: 'policy-changed',
        subject: 'policy',
        accountId: OK.accountId,
        region: null,
        since: at,
        at,
        source: 'ssm:/policy',
        sha256: 'bbb',
        previous: { source: 'ssm:/policy', sha256: 'aaa' },
      },
    ]);
    expect(ran(second.state, 'bbb', 2).alerts).toEqual([]);
  });

  test('is announced with the same id by the run after one that could not save', () => {
    const ids = [1, 2].map((hours) => ran(first.state, 'bbb', hours).alerts.map(({ id }) => id));
    expect(ids[0]).toEqual(ids[1]);
  });

  test('is no news from another place with the same contents', () => {
    const report = { policy: policy('aaa', 's3://bucket/policy'), scope: FULL };
    expect(ran(first.state, 'aaa', 1, { report }).alerts).toEqual([]);
  });

  test('stays to be delivered, and is merged with further changes before it outgrows its item', () => {
    let state = first.state;
    for (let hours = 1; hours <= 40; hours++) state = ran(state, `hash-${hours}`, hours).next;
    const pending = state.policies.flatMap((one) => one.pending);
    expect(pending.length).toBeLessThanOrEqual(10);
    expect(pending.at(-1)).toMatchObject({ sha256: 'hash-40', previous: { sha256: 'hash-39' } });
    expect(pending.reduce((sum, { mergedAlerts = 0 }) => sum + mergedAlerts + 1, 0)).toBe(40);
  });

  test('resolves nothing by itself', () => {
    const open = resultOf('eu-west-1', { drifts: [drift()] });
    const before = ran(first.state, 'aaa', 1, { results: [open] });
    const after = ran(before.state, 'bbb', 2, { results: [open] });
    expect(after.alerts.map(({ kind }) => kind)).toEqual(['policy-changed']);
    expect(after.state.drifts.map(({ state }) => state)).toEqual(['open']);
  });
});

test('a partial run says nothing of the policy: the next full run compares with the last full one', () => {
  const report = { policy: policy('bbb'), scope: { ...scope, kind: 'partial' as const } };
  const partial = ran(first.state, 'bbb', 1, { report });
  expect(partial.alerts).toEqual([]);
  expect(ran(partial.state, 'bbb', 30).alerts).toMatchObject([
    { kind: 'policy-changed', sha256: 'bbb', previous: { sha256: 'aaa' } },
  ]);
});

test('each account has its own policy of the last run', () => {
  const accounts = ['111122223333', '222222222222'];
  const report = { policy: policy('bbb'), scope: { ...FULL, accounts } };
  const both = ran(first.state, 'bbb', 1, { report });
  expect(both.alerts.map(({ accountId }) => accountId)).toEqual(['111122223333']);
  expect(both.state.policies.map(({ accountId }) => accountId)).toEqual(accounts);
});
