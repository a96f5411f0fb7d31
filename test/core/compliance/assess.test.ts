import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import type { Desired, Session } from '../../../lib/core/model.ts';
import { OFF, policyFor, ROLE, session, TARGET } from '../values.ts';

function driftsOf(actual: Session, desired: Desired) {
  return assess({ target: TARGET, policy: policyFor(desired), observation: { kind: 'session', session: actual } })
    .drifts;
}

describe('the action for a drift', () => {
  test.each<[string, Session, Desired, string]>([
    ['enable what is off', OFF, { status: 'ENABLED' }, 'enable'],
    ['resume what is paused', session({ status: 'PAUSED' }), { status: 'ENABLED' }, 'resume'],
    ['leave an unknown status alone', session({ status: 'NEW' }), { status: 'ENABLED' }, 'manual'],
    ['never pause', session(), { status: 'PAUSED' }, 'manual'],
    ['never enable in order to pause', OFF, { status: 'PAUSED' }, 'manual'],
    ['never disable', session(), { status: 'DISABLED' }, 'manual'],
    [
      'speed up',
      session({ findingPublishingFrequency: 'SIX_HOURS' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'set-frequency',
    ],
    [
      'speed up what is paused',
      session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'set-frequency',
    ],
    ['never slow down', session(), { findingPublishingFrequency: 'ONE_HOUR' }, 'manual'],
    [
      'leave an unknown frequency alone',
      session({ findingPublishingFrequency: 'DAILY' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'manual',
    ],
    [
      'set no frequency in an unknown state',
      session({ status: 'NEW', findingPublishingFrequency: 'SIX_HOURS' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'manual',
    ],
    ['set no frequency where Macie is off', OFF, { findingPublishingFrequency: 'ONE_HOUR' }, 'manual'],
    ['never change a service role', session({ serviceRole: 'arn:other' }), { serviceRole: ROLE }, 'manual'],
    ['no service role where Macie is off', OFF, { serviceRole: ROLE }, 'manual'],
  ])('%s', (_, actual, desired, action) => {
    const [drift, ...rest] = driftsOf(actual, desired);
    expect(rest).toEqual([]);
    expect(drift?.action).toBe(action);
    expect(drift?.outcome).toBe(action === 'manual' ? 'manual' : 'planned');
    // Whoever has to act by hand is told why.
    expect(drift?.detail === null).toBe(action !== 'manual');
  });
});

describe('waivers', () => {
  const waiver = { reason: 'RISK-12', owner: 'sec@example.com', expires: '2027-01-31' };
  const observation = {
    kind: 'session',
    session: session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' }),
  } as const;
  const desired = { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' } as const;

  test('hold back the settings that they name, and say so', () => {
    const policy = policyFor(desired, { waivers: [{ ...waiver, settings: ['status'] }] });
    const [status, frequency] = assess({ target: TARGET, policy, observation }).drifts;
    expect(status).toMatchObject({ waiver, outcome: 'skipped', detail: 'waived until 2027-01-31', action: 'resume' });
    expect(frequency).toMatchObject({ waiver: null, outcome: 'planned' });
  });

  test('the first that names the setting is the one shown', () => {
    const later = { ...waiver, owner: 'other@example.com' };
    const policy = policyFor(desired, {
      waivers: [
        { ...waiver, settings: ['serviceRole'] },
        { ...later, settings: ['status'] },
        { ...waiver, settings: ['status'] },
      ],
    });
    expect(assess({ target: TARGET, policy, observation }).drifts[0]?.waiver).toEqual(later);
  });
});

test.each([
  { kind: 'unknown', reason: 'throttled', detail: 'slow down' },
  { kind: 'not-applicable', detail: 'no Macie there' },
] as const)('nothing is compared when nothing was read: $kind', (observation) => {
  const assessment = assess({ target: TARGET, policy: policyFor({ status: 'ENABLED' }), observation });
  expect(assessment).toMatchObject({ drifts: [], unseen: [], observation });
});
