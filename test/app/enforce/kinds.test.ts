import { describe, expect, test } from '@jest/globals';
import { kindOf, noteOutcome, whyStopped, type WriteRecords } from '../../../lib/app/enforce/kinds.ts';
import { lanesOf } from '../../../lib/app/enforce/lanes.ts';
import { newPace, slowDown, speedUp } from '../../../lib/app/enforce/pace.ts';
import { assess, type Assessment } from '../../../lib/core/compliance/assess.ts';
import type { PlannedWrite } from '../../../lib/core/compliance/plan.ts';
import type { Reason } from '../../../lib/core/observation.ts';
import { targetKey } from '../../../lib/core/target.ts';
import { drift, observed, policyFor, session } from '../../core/values.ts';

const REGION = 'eu-west-1';
const ADMINISTRATOR = '999988887777';

const assessed = (accountId: string): Assessment =>
  assess({
    target: { accountId, region: REGION },
    policy: policyFor({ status: 'ENABLED' }),
    observations: observed(session()),
  });

function write(accountId: string, at?: string): PlannedWrite {
  const call = { group: 'session', kind: at === undefined ? 'enable' : 'resume-member', values: {} };
  return {
    target: { accountId, region: REGION },
    settings: ['status'],
    write: at === undefined ? call : { ...call, at },
  };
}

/** Notes that a write has ended so. */
function end(
  kinds: WriteRecords,
  planned: PlannedWrite,
  outcome: 'failed' | 'verified',
  reason: Reason = 'access-denied',
) {
  const failure = outcome === 'failed' ? { reason, detail: 'no' } : null;
  noteOutcome(kinds, planned, { ...assessed('1'), drifts: [drift({ outcome, failure })] });
  return whyStopped(kinds, write('9', planned.write.at));
}

describe('writes of one kind in one Region', () => {
  test('of an administrator end with the first that it may not make', () => {
    expect(end(new Map(), write('1', ADMINISTRATOR), 'failed')).toContain('the write of this kind before it failed');
  });

  test('of an administrator go on after one that fits one account badly', () => {
    const kinds: WriteRecords = new Map();
    expect(end(kinds, write('1', ADMINISTRATOR), 'failed', 'service-error')).toBeNull();
    expect(end(kinds, write('2', ADMINISTRATOR), 'failed', 'service-error')).toBeNull();
    expect(end(kinds, write('3', ADMINISTRATOR), 'failed', 'service-error')).toContain(
      '3 writes of this kind in a row',
    );
  });

  test('of accounts end with the third refusal in a row', () => {
    const kinds: WriteRecords = new Map();
    expect([1, 2].map(() => end(kinds, write('1'), 'failed'))).toEqual([null, null]);
    expect(end(kinds, write('2'), 'verified')).toBeNull();
    expect([1, 2].map(() => end(kinds, write('3'), 'failed'))).toEqual([null, null]);
    expect(end(kinds, write('4'), 'failed')).toContain('no');
  });

  test('of accounts are not ended by roles that are missing in some', () => {
    const kinds: WriteRecords = new Map();
    expect([1, 2, 3, 4].map(() => end(kinds, write('1'), 'failed', 'assume-role-denied'))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('say nothing of another Region', () => {
    const other = { ...write('1'), target: { accountId: '1', region: 'us-east-1' } };
    expect(kindOf(other)).not.toBe(kindOf(write('1')));
  });
});

describe('the lanes of a plan', () => {
  const lanesFor = (writes: readonly PlannedWrite[], ids: readonly string[]) =>
    lanesOf(
      ids.map(assessed),
      Map.groupBy(writes, ({ target }) => targetKey(target)),
    );

  test('one for an administrator, which comes first in it, and one for each other account', () => {
    const writes = [write('1', ADMINISTRATOR), write('2'), write('3', ADMINISTRATOR), write(ADMINISTRATOR)];
    expect(lanesFor(writes, ['1', '2', '3', ADMINISTRATOR])).toEqual([
      { indexes: [3, 0, 2], administrator: ADMINISTRATOR },
      { indexes: [1], administrator: null },
    ]);
  });

  test('an administrator that writes for nobody is an account as any', () => {
    expect(lanesFor([write(ADMINISTRATOR)], [ADMINISTRATOR])).toEqual([{ indexes: [0], administrator: null }]);
  });
});

test('a pace doubles up to 32 seconds, and comes back to one', () => {
  const pace = newPace();
  const slower = Array.from({ length: 7 }, () => {
    slowDown(pace);
    return pace.waitMs;
  });
  expect(slower).toEqual([2000, 4000, 8000, 16_000, 32_000, 32_000, 32_000]);
  for (let turn = 0; turn < 8; turn++) speedUp(pace);
  expect(pace.waitMs).toBe(1000);
});
