import { describe, expect, test } from '@jest/globals';
import { assess, type Assessment } from '../../../lib/core/compliance/assess.ts';
import { uncomparedNotice } from '../../../lib/core/compliance/uncompared.ts';
import { autoEnableDiscovery } from '../../../lib/core/settings/automated-discovery.ts';
import type { GroupValues, Observation, Observations } from '../../../lib/core/observation.ts';
import { session, TARGET } from '../values.ts';

const MODE = autoEnableDiscovery.id;
const ON: Observation = { kind: 'values', values: session() };
const MEMBER: Observation = { kind: 'not-applicable', detail: 'a member' };
const UNKNOWN: Observation = { kind: 'unknown', reason: 'access-denied', detail: 'no' };
const read = (values: GroupValues): Observation => ({ kind: 'values', values });

function assessed(observations: Observations, desired: Record<string, string> = { [MODE]: 'ALL' }): Assessment {
  return assess({ target: TARGET, policy: { desired, remediation: 'report', waivers: [] }, observations });
}

const MEMBER_TARGET = assessed({ session: ON, automatedDiscovery: MEMBER });
const STANDALONE = assessed({ session: ON, automatedDiscovery: read({ [MODE]: null, standing: 'standalone' }) });

describe('settings of an organization', () => {
  test('that no account of a run has are named', () => {
    expect(uncomparedNotice([MEMBER_TARGET, STANDALONE])).toEqual({
      kind: 'administrator',
      message: `${MODE} was not compared: no account that the run read is a Macie administrator where Macie is on. Add the administrator to the accounts of the policy, or take it out of desired`,
    });
  });

  test('are named together', () => {
    const other = { ...autoEnableDiscovery, id: 'organization.other' };
    const desired = { [MODE]: 'ALL', [other.id]: 'ALL' };
    const target = { ...MEMBER_TARGET, policy: { ...MEMBER_TARGET.policy, desired } };
    expect(uncomparedNotice([target], [autoEnableDiscovery, other])?.message).toMatch(
      /^organization\.autoEnableDiscovery, organization\.other were not compared.* take them out/,
    );
  });

  test.each<[string, readonly Assessment[]]>([
    ['compared', [MEMBER_TARGET, assessed({ session: ON, automatedDiscovery: read({ [MODE]: 'NONE' }) })]],
    ['unknown', [MEMBER_TARGET, assessed({ session: ON, automatedDiscovery: UNKNOWN })]],
    ['in an unreadable account', [MEMBER_TARGET, assessed({ session: UNKNOWN })]],
    ['not desired', [assessed({ session: ON }, { status: 'ENABLED' })]],
    ['of a run without targets', []],
  ])('are not named where they are %s', (_, assessments) => {
    expect(uncomparedNotice(assessments)).toBeNull();
  });
});
