import { describe, expect, test } from '@jest/globals';
import { assess } from '../../../lib/core/compliance/assess.ts';
import { writesFor } from '../../../lib/core/compliance/plan.ts';
import type { Administration } from '../../../lib/core/organization/administration.ts';
import type { Membership } from '../../../lib/core/observation.ts';
import { sessionGroup } from '../../../lib/core/settings/session-group.ts';
import type { Session } from '../../../lib/core/settings/session.ts';
import { status } from '../../../lib/core/settings/status.ts';
import { observed, OFF, policyFor, session, TARGET } from '../values.ts';

const ADMINISTRATOR = '999988887777';
const ADMINISTRATION: Administration = {
  administrator: ADMINISTRATOR,
  email: 'aws@example.com',
  isManagement: false,
};
const MEMBER: Membership = {
  kind: 'member',
  administrator: ADMINISTRATOR,
  relationship: 'Paused',
  by: 'organization',
};
const PAUSED = session({ status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' });

/** What is written to a target of a run that can call its administrator. */
function written(
  actual: Session,
  facts: { readonly membership?: Membership; readonly administration?: Administration } = {},
  desired: Readonly<Record<string, string>> = { status: 'ENABLED' },
) {
  const assessment = assess({
    target: TARGET,
    policy: policyFor(desired),
    observations: observed(actual),
    ...facts,
  });
  return { drifts: assessment.drifts, writes: writesFor(assessment).map(({ write }) => write) };
}

describe('the writes of a Macie administrator', () => {
  test('resume a member of its organization', () => {
    const { writes } = written(PAUSED, { membership: MEMBER, administration: ADMINISTRATION });
    expect(writes).toEqual([
      {
        group: 'session',
        kind: 'resume-member',
        at: ADMINISTRATOR,
        values: { accountId: TARGET.accountId, status: 'ENABLED' },
      },
    ]);
  });

  test('come before what the account sets itself', () => {
    const facts = { membership: MEMBER, administration: ADMINISTRATION };
    const { writes } = written(PAUSED, facts, { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' });
    expect(writes.map(({ kind, at }) => [kind, at])).toEqual([
      ['resume-member', ADMINISTRATOR],
      ['update', undefined],
    ]);
  });

  test('add an account without Macie', () => {
    const { writes } = written(OFF, { administration: ADMINISTRATION });
    expect(writes).toMatchObject([
      { kind: 'add-member', at: ADMINISTRATOR, values: { accountId: TARGET.accountId, email: 'aws@example.com' } },
    ]);
  });

  test.each([
    ['no administrator can be called', undefined],
    ['its email is not known', { ...ADMINISTRATION, email: null }],
    ['it is the management account', { ...ADMINISTRATION, isManagement: true }],
  ])('are none where %s: the account enables Macie itself', (_, administration) => {
    const { writes } = written(OFF, administration ? { administration } : {});
    expect(writes).toMatchObject([{ kind: 'enable' }]);
    expect(writes[0]).not.toHaveProperty('at');
  });

  test.each<[string, Membership | undefined, string]>([
    ['a standalone account', { kind: 'none' }, 'resume'],
    ['an account whose membership is not known', undefined, 'resume'],
    ['a member by invitation', { ...MEMBER, by: 'invitation' }, 'resume'],
    ['a member of another administrator', { ...MEMBER, administrator: '111111111111' }, 'manual'],
  ])('are none for %s that is paused', (_, membership, action) => {
    const { drifts } = written(PAUSED, { ...(membership ? { membership } : {}), administration: ADMINISTRATION });
    expect(drifts.map((drift) => drift.action)).toEqual([action]);
  });

  test('are shown by a session that is on', () => {
    const write = { group: 'session', kind: 'add-member', at: ADMINISTRATOR, values: { accountId: '1', email: 'a' } };
    expect(sessionGroup.showsWrite(session(), write)).toBe(true);
    expect(sessionGroup.showsWrite(PAUSED, { ...write, kind: 'resume-member' })).toBe(false);
  });

  test('are named in words, with the administrator', () => {
    const write = { group: 'session', at: ADMINISTRATOR, values: {} };
    expect(sessionGroup.describeWrite({ ...write, kind: 'resume-member' })).toBe(
      `UpdateMemberSession by administrator ${ADMINISTRATOR}: status ENABLED`,
    );
    expect(sessionGroup.describeWrite({ ...write, kind: 'add-member' })).toBe(
      `CreateMember by administrator ${ADMINISTRATOR}: enables Macie and adds the account`,
    );
    const difference = { setting: 'status', desired: 'ENABLED', actual: 'DISABLED' };
    expect(status.describeAction('add-member', difference)).toContain('to its Macie administrator');
    expect(status.describeAction('resume-member', difference)).toContain('at its Macie administrator');
  });

  test('are composed of actions of an administrator alone', () => {
    const planned = [{ setting: 'status', action: 'add-member', desired: 'ENABLED' }];
    const target = { accountId: TARGET.accountId, administration: { ...ADMINISTRATION, email: null } };
    expect(sessionGroup.composeWrite(planned, {}, target).kind).toBe('update');
  });
});
