import { expect, test } from '@jest/globals';
import { planWrites } from '../../../lib/core/compliance/plan.ts';
import { describePlan } from '../../../lib/render/words/plan-words.ts';
import { ACCOUNT, read, unread } from '../../fixtures/assessments.ts';

const FACTS = { accountId: ACCOUNT, source: 'policy.yml', maxActions: 10 };
const PAUSED = { session: { status: 'PAUSED' } };
const OFF = { session: { status: 'DISABLED' } };

test('lists each write, and why the other drifts are left alone', () => {
  const plan = planWrites([
    read('eu-west-1', PAUSED),
    read('eu-west-2', OFF),
    read('eu-west-3', { ...PAUSED, policy: { remediation: 'report' } }),
    read('us-east-1', { session: { status: 'SLEEPING' } }),
  ]);
  expect(describePlan(plan, FACTS).split('\n')).toEqual([
    '2 writes to account 111122223333:',
    '  eu-west-1  UpdateMacieSession: status ENABLED',
    '  eu-west-2  EnableMacie: status ENABLED, findingPublishingFrequency FIFTEEN_MINUTES',
    'Left alone:',
    '  eu-west-3  status: the remediation of the policy is report here',
    expect.stringMatching(/^ {2}us-east-1 {2}status: AWS shows a status/),
    'To repair there, set remediation: enforce in policy.yml.',
  ]);
});

test('says that the plan is larger than its limit', () => {
  const plan = planWrites([read('eu-west-1', PAUSED), read('eu-west-2', OFF)]);
  expect(describePlan(plan, { ...FACTS, maxActions: 1 })).toMatch(
    /^Nothing to write: 2 writes are needed and limits.maxActions is 1, so none is made/,
  );
});

test('counts the targets that could not be read where no drift was found', () => {
  const plan = planWrites([read('eu-west-1'), read('eu-west-2', unread('timeout', 'late'))]);
  expect(describePlan(plan, FACTS)).toBe('Nothing to write: no drift was found, but 1 target could not be read.');
});
