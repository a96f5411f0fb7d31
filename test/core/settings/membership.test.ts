import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { planWrites, writesFor } from '../../../lib/core/compliance/plan.ts';
import { targetVerdict } from '../../../lib/core/compliance/verdict.ts';
import type { Administration } from '../../../lib/core/organization/administration.ts';
import type { Observation } from '../../../lib/core/observation.ts';
import {
  observeMembership,
  OUTSIDE,
  relateMembership,
  type MembershipValues,
} from '../../../lib/core/settings/membership-values.ts';
import { membership, membershipGroup } from '../../../lib/core/settings/membership.ts';
import { status } from '../../../lib/core/settings/status.ts';
import { sessionGroup } from '../../../lib/core/settings/session-group.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { OFF, policyFor, session, TARGET } from '../values.ts';

const ADMINISTRATOR = '999988887777';
const ADMINISTRATION: Administration = {
  administrator: ADMINISTRATOR,
  email: 'aws@example.com',
  isManagement: false,
};
const MEMBER: MembershipValues = {
  membership: 'member',
  administrator: ADMINISTRATOR,
  relationship: 'Enabled',
  by: 'organization',
};
const PAUSED = session({ status: 'PAUSED' });
const WHILE_OFF: Observation = { kind: 'values', values: membershipGroup.whileOff ?? {} };

interface Given {
  readonly actual?: Session | null;
  readonly group?: Observation;
  readonly administration?: Administration | null;
  readonly desired?: Readonly<Record<string, string>>;
}

/** An account that is on, and outside an administrator that could add it, unless something else is given. */
function judged({ actual = session(), group, administration = ADMINISTRATION, desired = {} }: Given = {}) {
  const unknown: Observation = { kind: 'unknown', reason: 'throttled', detail: 'slow down' };
  return assess({
    target: TARGET,
    policy: policyFor({ membership: 'member', ...desired }),
    observations: {
      session: actual === null ? unknown : { kind: 'values', values: actual },
      membership: group ?? { kind: 'values', values: OUTSIDE },
    },
    ...(administration === null ? {} : { administration }),
  });
}

const detailOf = (given: Given): string | null | undefined => judged(given).drifts[0]?.detail;

describe('a desired membership', () => {
  test('is there', () => {
    const assessment = judged({ group: { kind: 'values', values: MEMBER } });
    expect(assessment.drifts).toEqual([]);
    expect(assessment.actual).toEqual({ membership: 'member' });
    expect(targetVerdict(assessment)).toBe('compliant');
  });

  test('is missing: the administrator adds the account', () => {
    const assessment = judged();
    expect(assessment.drifts).toMatchObject([{ actual: 'none', action: 'add-member', outcome: 'planned' }]);
    expect(writesFor(assessment).map(({ write }) => write)).toEqual([
      {
        group: 'membership',
        kind: 'add-member',
        at: ADMINISTRATOR,
        values: { accountId: TARGET.accountId, email: 'aws@example.com' },
      },
    ]);
  });

  test('comes after the status', () => {
    const writes = writesFor(judged({ actual: PAUSED, desired: { status: 'ENABLED' } }));
    expect(writes.map(({ write }) => `${write.group} ${write.kind}`)).toEqual([
      'session update',
      'membership add-member',
    ]);
  });

  test('is left to the status while Macie is off, where the policy has one', () => {
    const off = { actual: OFF, group: WHILE_OFF };
    expect(judged({ ...off, desired: { status: 'ENABLED' } }).drifts.map(({ setting }) => setting)).toEqual(['status']);
    expect(judged({ ...off, desired: { status: 'DISABLED' } }).drifts).toEqual([]);
    expect(detailOf(off)).toContain('add desired.status');
  });

  test('is missing in a management account that enables Macie itself first', () => {
    const administration = { ...ADMINISTRATION, isManagement: true };
    const writes = writesFor(judged({ actual: OFF, administration, desired: { status: 'ENABLED' } }));
    expect(writes.map(({ write: { kind, at } }) => [kind, at])).toEqual([
      ['enable', undefined],
      ['add-member', ADMINISTRATOR],
    ]);
  });

  test('does not apply to an administrator', () => {
    const assessment = judged({ group: { kind: 'not-applicable', detail: 'it is the administrator' } });
    expect(assessment.drifts).toEqual([]);
    expect(targetVerdict(assessment)).toBe('compliant');
  });

  test('is unknown where the answer lacks it', () => {
    const assessment = judged({ group: { kind: 'values', values: {} } });
    expect(assessment.unknowns).toMatchObject([{ group: 'membership', reason: 'bad-response' }]);
  });

  test.each<[string, Given, string]>([
    [
      'a member of another administrator',
      { group: { kind: 'values', values: { ...MEMBER, membership: 'member of 1', administrator: '1' } } },
      'account 1: only 1 can let it go, by DisassociateMember',
    ],
    [
      'a member of another administrator, by invitation',
      {
        group: {
          kind: 'values',
          values: { ...MEMBER, membership: 'member of 1', administrator: '1', by: 'invitation' },
        },
      },
      'leave it in the account, by DisassociateFromAdministratorAccount',
    ],
    [
      'an invited account',
      { group: { kind: 'values', values: { ...OUTSIDE, relationship: 'Invited', by: 'invitation' } } },
      'the account was invited (Invited)',
    ],
    ['a paused account, without status', { actual: PAUSED }, 'AWS adds no account that is paused'],
    ['an account that cannot be read', { actual: null }, 'the status of this session is not known'],
    ['an account without an administrator', { administration: null }, 'no Macie administrator is known'],
    ['an account without an email', { administration: { ...ADMINISTRATION, email: null } }, 'needs the email address'],
    [
      'an administrator at its limit',
      { administration: { ...ADMINISTRATION, obstacle: 'member-limit' } },
      `${ADMINISTRATOR} has reached its member limit`,
    ],
    [
      'another Region of the administrator',
      { administration: { ...ADMINISTRATION, obstacle: 'not-designated' } },
      'designate it from the management account, by EnableOrganizationAdminAccount',
    ],
  ])('is left to a person, with the way: %s', (_, given, detail) => {
    expect(judged(given).drifts.map(({ outcome }) => outcome)).toEqual(['manual']);
    expect(detailOf(given)).toContain(detail);
  });
});

test.each<[string, Administration['obstacle'], string]>([
  ['at its limit, a person', 'member-limit', 'manual'],
  ['in another Region, the account itself', 'not-designated', 'enable'],
  ['otherwise, the administrator', undefined, 'add-member'],
])('an account without Macie is enabled by: %s', (_, obstacle, action) => {
  const administration = { ...ADMINISTRATION, obstacle };
  expect(
    assess({
      target: TARGET,
      policy: policyFor({ status: 'ENABLED' }),
      observations: { session: { kind: 'values', values: OFF } },
      administration,
    }).drifts.map((drift) => drift.action),
  ).toEqual([action]);
});

describe('the membership group', () => {
  test('is written once Macie is on', () => {
    expect(membershipGroup.whyNotYet?.(session())).toBeNull();
    expect(membershipGroup.whyNotYet?.(PAUSED)).toContain('Macie has to be on');
  });

  test('shows a write by a member', () => {
    const write = { group: 'membership', kind: 'add-member', at: ADMINISTRATOR, values: {} };
    expect(membershipGroup.showsWrite(MEMBER, write)).toBe(true);
    expect(membershipGroup.showsWrite(OUTSIDE, write)).toBe(false);
    expect(membershipGroup.describeWrite(write)).toBe(
      `CreateMember by administrator ${ADMINISTRATOR}: adds the account`,
    );
  });

  test('has no write without an administrator, and no email where none is known', () => {
    const { accountId } = TARGET;
    expect(() => membershipGroup.composeWrite([], {}, { accountId })).toThrow('there is none');
    expect(
      membershipGroup.composeWrite([], {}, { accountId, administration: { ...ADMINISTRATION, email: null } }).values,
    ).toEqual({ accountId });
  });

  test('is described in words', () => {
    const difference = { setting: 'membership', desired: 'member', actual: 'none' };
    expect(membership.describeAction('add-member', difference)).toBe('add the account to its Macie administrator');
    expect(membership.severityOf(difference)).toBe('HIGH');
    expect(['member', 'none', null, 'member of 1'].map(membership.describeState)).toEqual([
      'the account is a member of its Macie administrator',
      'the account is outside its Macie administrator',
      'the account is outside its Macie administrator',
      'the account is a member of 1',
    ]);
    expect(membership.callsToLookUp?.('none')).toContain('DisassociateMember');
    expect(membership.callsToLookUp?.('member of 1')).toContain('AcceptInvitation');
    expect(status.callsToLookUp?.('PAUSED')).toContain('UpdateMemberSession');
  });
});

describe('whose member an account is', () => {
  const related = (by: 'organization' | 'invitation', delegated: readonly string[] | null): Observation =>
    relateMembership({ kind: 'values', values: { ...MEMBER, by } }, delegated);
  const shown = (observation: Observation): string | null | undefined =>
    observation.kind === 'values' ? observation.values['membership'] : observation.kind;

  test.each<[string, 'organization' | 'invitation', readonly string[] | null, string]>([
    ['of the delegated administrator', 'organization', [ADMINISTRATOR], 'member'],
    ['of it, by invitation', 'invitation', [ADMINISTRATOR], 'member'],
    ['of another', 'organization', ['111111111111'], `member of ${ADMINISTRATOR}`],
    ['via an organization whose administrators are not known', 'organization', null, 'member'],
    ['by invitation, where they are not known', 'invitation', null, 'unknown'],
  ])('%s', (_, by, delegated, membershipShown) => {
    expect(shown(related(by, delegated))).toBe(membershipShown);
  });

  test('is not asked of one without an administrator, or that could not be read', () => {
    const outside: Observation = { kind: 'values', values: OUTSIDE };
    const unknown: Observation = { kind: 'unknown', reason: 'throttled', detail: 'slow down' };
    const odd: Observation = { kind: 'values', values: { membership: 'member' } };
    expect([outside, unknown, odd].map((one) => relateMembership(one, []))).toEqual([outside, unknown, odd]);
  });

  test('follows from what the account says', () => {
    expect(observeMembership({ kind: 'none' })).toEqual({ kind: 'values', values: OUTSIDE });
    expect(
      observeMembership({
        kind: 'member',
        administrator: ADMINISTRATOR,
        relationship: 'Enabled',
        by: 'organization',
      }),
    ).toEqual({ kind: 'values', values: MEMBER });
    expect(observeMembership({ kind: 'unknown', reason: 'timeout', detail: 'late' }).kind).toBe('unknown');
  });
});

describe('a frequency that an administrator and its members lack', () => {
  const SLOW = session({ findingPublishingFrequency: 'SIX_HOURS' });
  const member = (accountId: string, over: { readonly administrator?: string; readonly actual?: Session } = {}) =>
    assess({
      target: { accountId, region: TARGET.region },
      policy: policyFor({ status: 'ENABLED', findingPublishingFrequency: 'FIFTEEN_MINUTES' }),
      observations: { session: { kind: 'values', values: over.actual ?? SLOW } },
      ...(over.administrator === undefined
        ? {}
        : {
            membership: {
              kind: 'member',
              administrator: over.administrator,
              relationship: 'Enabled',
              by: 'invitation',
            } as const,
          }),
    });
  const shortOf = (assessments: readonly ReturnType<typeof member>[]) =>
    planWrites(assessments).writes.map(({ write: { kind, at }, changes }) => [kind, at, changes]);

  test('is set once, and counts for each of them', () => {
    expect(shortOf([member(ADMINISTRATOR), member('1', { administrator: ADMINISTRATOR }), member('2')])).toEqual([
      ['update', undefined, 2],
      ['follow-administrator', ADMINISTRATOR, undefined],
      ['update', undefined, undefined],
    ]);
  });

  test('is set by the member where more has to be set, or its administrator is right', () => {
    const paused = member('1', { administrator: ADMINISTRATOR, actual: session({ ...SLOW, status: 'PAUSED' }) });
    expect(shortOf([member(ADMINISTRATOR), paused])).toEqual([
      ['update', undefined, undefined],
      ['update', undefined, undefined],
    ]);
    const right = member(ADMINISTRATOR, { actual: session() });
    expect(shortOf([right, member('1', { administrator: ADMINISTRATOR })])).toEqual([['update', undefined, undefined]]);
  });

  test('is named in the plan', () => {
    const [, follow] = planWrites([member(ADMINISTRATOR), member('1', { administrator: ADMINISTRATOR })]).writes;
    expect(follow && sessionGroup.describeWrite(follow.write)).toBe(
      `findingPublishingFrequency FIFTEEN_MINUTES, with the write of administrator ${ADMINISTRATOR}`,
    );
  });
});
