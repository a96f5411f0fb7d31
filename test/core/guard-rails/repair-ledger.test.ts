import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { newItem, sinceRepair, type Moment } from '../../../lib/core/alerts/item.ts';
import type { Item } from '../../../lib/core/alerts/model.ts';
import { markRepairs, settleRepair } from '../../../lib/core/guard-rails/repair-ledger.ts';
import { plan } from '../../../lib/core/compliance/plan.ts';
import { changeOf } from '../activity/calls.ts';
import { drift, OFF, policyFor, TARGET } from '../values.ts';
import { HOUR, START } from '../alerts/history.ts';

const at = (ms: number): string => new Date(START + ms).toISOString();
const moment = (over: Partial<Moment> = {}): Moment => ({
  now: new Date(START),
  startedAt: at(0),
  finishedAt: at(0),
  changes: [],
  contested: new Set(),
  ...over,
});
const item = (over: Partial<Item> = {}): Item => ({
  ...newItem({ ...TARGET, subject: 'status' }, moment()),
  ...over,
});
const seen = assess({
  target: TARGET,
  policy: policyFor({ status: 'ENABLED' }),
  observation: { kind: 'session', session: OFF },
});
const { writes } = plan([seen], { ceiling: 'enforce', maxActions: 1 });

describe('a repair is written down before it is made', () => {
  test('with those of the last day, and no others', () => {
    const [marked] = markRepairs([item({ repairs: [at(-25 * HOUR), at(-HOUR)] })], { writes, moment: moment() });
    expect(marked).toMatchObject({ repairs: [at(-HOUR), at(0)], attemptedAt: at(0), actual: 'DISABLED' });
  });

  test('since now where it was closed, since then where it was open', () => {
    const since = at(-5 * HOUR);
    expect(markRepairs([item({ since })], { writes, moment: moment() })).toMatchObject([{ since: at(0) }]);
    expect(markRepairs([item({ since, state: 'open' })], { writes, moment: moment() })).toMatchObject([{ since }]);
  });
});

describe('what became of it', () => {
  test.each([
    ['it was seen', 'verified', 0, 1],
    ['it was sent', 'applied', 0, 1],
    ['it was refused', 'failed', 0, 0],
    ['it was not made', 'skipped', 0, 0],
    // What it has done nobody knows: it may have been made.
    ['a run before set out to make it, and died', 'planned', -HOUR, 1],
  ] as const)('%s', (_, outcome, attemptedMs, counted) => {
    const before = item({ repairs: [at(attemptedMs)], attemptedAt: at(attemptedMs) });
    const after = settleRepair(before, drift({ outcome }), moment());
    expect([after.repairs.length, after.attemptedAt]).toEqual([counted, null]);
  });

  test('nothing, where none was under way', () => {
    const before = item({ repairs: [at(-HOUR)] });
    expect(settleRepair(before, drift({ outcome: 'failed' }), moment())).toBe(before);
  });
});

describe('a call explains nothing that was repaired after it', () => {
  const call = changeOf({ at: at(-60_000) });
  test.each([
    ['never repaired', {}, true],
    ['repaired before it', { repairs: [at(-70_000)] }, true],
    ['repaired in the same second: it may have come after', { repairs: [at(-59_500)] }, true],
    ['repaired a second later', { repairs: [at(-59_000)] }, false],
    ['repaired by this run', { repairs: [at(0)] }, true],
    ['a repair that may not have been made', { repairs: [at(-30_000)], attemptedAt: at(-30_000) }, true],
  ])('%s', (_, over, isLeft) => {
    expect(sinceRepair(item(over), moment({ changes: [call] }))).toEqual(isLeft ? [call] : []);
  });
});
