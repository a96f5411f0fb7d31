import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { compareSettings } from '../../../lib/core/compliance/compare.ts';
import { targetVerdict } from '../../../lib/core/compliance/verdict.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import type { Desired } from '../../../lib/core/settings/desired.ts';
import { anyObservations, anyRegistry, desiredOf, plainSetting } from '../settings/registries.ts';
import { observed, OFF, policyFor, ROLE, session, TARGET } from '../values.ts';

function driftsOf(actual: Session, desired: Desired) {
  return assess({ target: TARGET, policy: policyFor(desired), observations: observed(actual) }).drifts;
}

describe('the action for a drift', () => {
  test.each<[string, Session, Desired, string]>([
    ['enables a session that is off', OFF, { status: 'ENABLED' }, 'enable'],
    ['resumes a paused session', session({ status: 'PAUSED' }), { status: 'ENABLED' }, 'resume'],
    ['leaves an unknown status alone', session({ status: 'NEW' }), { status: 'ENABLED' }, 'manual'],
    ['never pauses', session(), { status: 'PAUSED' }, 'manual'],
    ['never enables in order to pause', OFF, { status: 'PAUSED' }, 'manual'],
    ['never disables', session(), { status: 'DISABLED' }, 'manual'],
    [
      'sets a faster frequency',
      session({ findingPublishingFrequency: 'SIX_HOURS' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'set-frequency',
    ],
    [
      'sets a faster frequency of a paused session',
      session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'set-frequency',
    ],
    ['never sets a slower frequency', session(), { findingPublishingFrequency: 'ONE_HOUR' }, 'manual'],
    [
      'leaves an unknown frequency alone',
      session({ findingPublishingFrequency: 'DAILY' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'manual',
    ],
    [
      'sets no frequency of a session with an unknown status',
      session({ status: 'NEW', findingPublishingFrequency: 'SIX_HOURS' }),
      { findingPublishingFrequency: 'ONE_HOUR' },
      'manual',
    ],
    ['sets no frequency where Macie is off', OFF, { findingPublishingFrequency: 'ONE_HOUR' }, 'manual'],
    ['never changes a service role', session({ serviceRole: 'arn:other' }), { serviceRole: ROLE }, 'manual'],
    ['sets no service role where Macie is off', OFF, { serviceRole: ROLE }, 'manual'],
  ])('%s', (_, actual, desired, action) => {
    const [drift, ...rest] = driftsOf(actual, desired);
    expect(rest).toEqual([]);
    expect(drift?.action).toBe(action);
    expect(drift?.outcome).toBe(action === 'manual' ? 'manual' : 'planned');
    // A person who has to act is told why.
    expect(drift?.detail === null).toBe(action !== 'manual');
  });
});

describe('waivers', () => {
  const waiver = { reason: 'RISK-12', owner: 'sec@example.com', expires: '2027-01-31' };
  const observations = observed(session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' }));
  const desired = { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' };

  test('skip the settings that they name, with the reason', () => {
    const policy = policyFor(desired, { waivers: [{ ...waiver, settings: ['status'] }] });
    const [status, frequency] = assess({ target: TARGET, policy, observations }).drifts;
    expect(status).toMatchObject({ waiver, outcome: 'skipped', detail: 'waived until 2027-01-31', action: 'resume' });
    expect(frequency).toMatchObject({ waiver: null, outcome: 'planned' });
  });

  test('that come first in the policy are shown', () => {
    const second = { ...waiver, owner: 'other@example.com' };
    const policy = policyFor(desired, {
      waivers: [
        { ...waiver, settings: ['serviceRole'] },
        { ...second, settings: ['status'] },
        { ...waiver, settings: ['status'] },
      ],
    });
    expect(assess({ target: TARGET, policy, observations }).drifts[0]?.waiver).toEqual(second);
  });
});

describe('the unknowns of a target', () => {
  const policy = policyFor({ status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR', serviceRole: ROLE });

  test('are the groups that could not be read, with the reason', () => {
    const observations = { session: { kind: 'unknown', reason: 'throttled', detail: 'slow down' } } as const;
    expect(assess({ target: TARGET, policy, observations })).toMatchObject({
      drifts: [],
      unknowns: [{ group: 'session', reason: 'throttled', detail: 'slow down' }],
      actual: {},
    });
  });

  test('name the settings that an answer did not have', () => {
    const actual = session({ findingPublishingFrequency: null, serviceRole: null });
    expect(assess({ target: TARGET, policy, observations: observed(actual) })).toMatchObject({
      drifts: [],
      unknowns: [
        {
          group: 'session',
          reason: 'bad-response',
          detail: 'the answer had no findingPublishingFrequency and no serviceRole, so it could not be compared',
        },
      ],
      actual: { status: 'ENABLED' },
    });
  });

  test('have the reason of a reading that left values out', () => {
    const missing = { reason: 'assume-role-denied', detail: 'no role' } as const;
    const values = session({ findingPublishingFrequency: null, serviceRole: null });
    const observations = { session: { kind: 'values', values, missing } } as const;
    expect(assess({ target: TARGET, policy, observations })).toMatchObject({
      unknowns: [{ group: 'session', ...missing }],
      actual: { status: 'ENABLED' },
    });
  });

  test('give a group that was not read the reason for which only a list shows the session', () => {
    const missing = { reason: 'assume-role-denied', detail: 'the role could not be assumed' } as const;
    const desired = { status: 'ENABLED', 'findingsPublication.policyFindings': 'true', securityHub: 'ENABLED' };
    const observations = { session: { kind: 'values', values: session(), missing } } as const;
    expect(assess({ target: TARGET, policy: policyFor(desired), observations }).unknowns).toEqual([
      { group: 'findingsPublication', ...missing },
      { group: 'securityHub', ...missing },
    ]);
  });

  test('of a check of Security Hub have the reason for which nobody knows what is published', () => {
    const publication = { kind: 'unknown', reason: 'throttled', detail: 'slow down' } as const;
    const observations = {
      session: { kind: 'values', values: session() },
      findingsPublication: publication,
      securityHub: { kind: 'values', values: { securityHub: 'DISABLED' } },
    } as const;
    expect(
      assess({ target: TARGET, policy: policyFor({ securityHub: 'ENABLED' }), observations }).unknowns,
    ).toMatchObject([
      { group: 'findingsPublication', reason: 'throttled' },
      { group: 'securityHub', reason: 'throttled' },
    ]);
  });

  test('name a group that the run did not read', () => {
    expect(assess({ target: TARGET, policy: policyFor({ status: 'ENABLED' }), observations: {} }).unknowns).toEqual([
      {
        group: 'session',
        reason: 'not-reached',
        detail: 'the run did not read session, so there was no status to compare',
      },
    ]);
  });

  test('are none where there is no Macie', () => {
    const observations = { session: { kind: 'not-applicable', detail: 'no Macie there' } } as const;
    expect(assess({ target: TARGET, policy, observations })).toMatchObject({ drifts: [], unknowns: [], actual: {} });
  });

  test('are none of the other groups of a target without Macie', () => {
    const settings = [plainSetting('a', 'session'), plainSetting('b', 'discovery')];
    const observations = { session: { kind: 'not-applicable', detail: 'no Macie there' } } as const;
    const assessment = assess({ target: TARGET, policy: policyFor({ a: 'ON', b: 'ON' }), observations }, settings);
    expect(assessment).toMatchObject({ drifts: [], unknowns: [] });
    expect(targetVerdict(assessment)).toBe('not-applicable');
  });

  test('can be one group beside another that was read', () => {
    const settings = [plainSetting('a', 'session'), plainSetting('b', 'discovery')];
    const assessment = assess(
      {
        target: TARGET,
        policy: policyFor({ a: 'ON', b: 'ON' }),
        observations: {
          session: { kind: 'values', values: { a: 'ON' } },
          discovery: { kind: 'unknown', reason: 'access-denied', detail: 'no' },
        },
      },
      settings,
    );
    expect(assessment).toMatchObject({
      drifts: [],
      unknowns: [{ group: 'discovery', reason: 'access-denied' }],
      actual: { a: 'ON' },
    });
    expect(targetVerdict(assessment)).toBe('unknown');
  });
});

test('never calls a target of any registry compliant when a desired setting is unseen', () => {
  fc.assert(
    fc.property(
      anyRegistry.chain((settings) => fc.tuple(fc.constant(settings), desiredOf(settings), anyObservations(settings))),
      ([settings, desired, observations]) => {
        const assessment = assess({ target: TARGET, policy: policyFor(desired), observations }, settings);
        const unseen = compareSettings(settings, { desired, observations }).filter(
          ({ comparison }) => comparison.kind === 'unseen',
        );
        const unknownGroups = new Set(assessment.unknowns.map(({ group }) => group));
        // An unreadable session stands for the groups that were not read because of it.
        const isCovered = (group: string): boolean => unknownGroups.has(group) || unknownGroups.has('session');
        expect(unseen.filter(({ setting }) => !isCovered(setting.group))).toEqual([]);
        const isGreen = ['compliant', 'waived', 'not-applicable'].includes(targetVerdict(assessment));
        expect(unseen.length > 0 && isGreen).toBe(false);
      },
    ),
  );
});
