import { describe, expect, test } from '@jest/globals';
import { planWrites } from '../../../lib/core/compliance/plan.ts';
import { describePlan, writesText } from '../../../lib/render/words/plan-words.ts';
import { read, unread } from '../../fixtures/assessments.ts';

const FACTS = { names: new Map<string, string>(), source: 'policy.yml', maxActions: 10 };
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

describe('a plan over several accounts', () => {
  const OTHER = '222233334444';
  const NAMES = new Map([[OTHER, 'prod-payments']]);
  const inAccount = (accountId: string, assessment: ReturnType<typeof read>) => ({
    ...assessment,
    target: { ...assessment.target, accountId },
  });
  const plan = planWrites([
    read('eu-west-1', PAUSED),
    inAccount(OTHER, read('eu-west-1', PAUSED)),
    inAccount(OTHER, read('us-east-1', OFF)),
    inAccount(OTHER, read('us-west-2', { ...PAUSED, policy: { remediation: 'report' } })),
  ]);

  test('has a count for each, and names beside ids', () => {
    expect(describePlan(plan, { ...FACTS, names: NAMES }).split('\n')).toEqual([
      '3 writes to 2 accounts:',
      '  111122223333, 1 write:',
      '    eu-west-1  UpdateMacieSession: status ENABLED',
      '  222233334444 (prod-payments), 2 writes:',
      '    eu-west-1  UpdateMacieSession: status ENABLED',
      '    us-east-1  EnableMacie: status ENABLED, findingPublishingFrequency FIFTEEN_MINUTES',
      'Left alone:',
      '  222233334444 (prod-payments) us-west-2  status: the remediation of the policy is report here',
      'To repair there, set remediation: enforce in policy.yml.',
    ]);
  });

  test('is asked about with both counts', () => {
    expect(writesText(plan)).toBe('3 writes in 2 accounts');
    expect(writesText({ writes: plan.writes.slice(0, 1) })).toBe('1 write');
  });
});

test('one account is named as well', () => {
  const names = new Map([['111122223333', 'prod']]);
  expect(describePlan(planWrites([read('eu-west-1', PAUSED)]), { ...FACTS, names })).toMatch(
    /^1 write to account 111122223333 \(prod\):\n/,
  );
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

test('says how many targets one call changes', () => {
  const ADMINISTRATOR = '222233334444';
  const slow = { session: { findingPublishingFrequency: 'SIX_HOURS' } };
  const administrator = read('eu-west-1', slow);
  const member = {
    ...read('eu-west-1', slow),
    membership: { kind: 'member', administrator: ADMINISTRATOR, relationship: 'Enabled', by: 'organization' } as const,
  };
  const plan = planWrites([
    { ...administrator, target: { ...administrator.target, accountId: ADMINISTRATOR } },
    member,
  ]);
  expect(describePlan(plan, FACTS)).toContain(
    'eu-west-1  UpdateMacieSession: findingPublishingFrequency FIFTEEN_MINUTES; changes 2 targets',
  );
  expect(describePlan(plan, FACTS)).toContain(
    `findingPublishingFrequency FIFTEEN_MINUTES, with the write of administrator ${ADMINISTRATOR}`,
  );
});
