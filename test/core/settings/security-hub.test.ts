import { describe, expect, test } from '@jest/globals';
import { groupsToRead } from '../../../lib/core/settings/registry.ts';
import { securityHub } from '../../../lib/core/settings/security-hub.ts';
import type { Observation } from '../../../lib/core/observation.ts';

const POLICY = 'findingsPublication.policyFindings';
const SENSITIVE = 'findingsPublication.classificationFindings';
const DENIED: Observation = { kind: 'unknown', reason: 'access-denied', detail: 'no' };
const flags = (policy: string, sensitive: string): Observation => ({
  kind: 'values',
  values: { [POLICY]: policy, [SENSITIVE]: sensitive },
});

const flag = (policy: string): Observation => ({ kind: 'values', values: { [POLICY]: policy, [SENSITIVE]: null } });

function compare(hub: string | null, publication?: Observation) {
  const others = publication ? { findingsPublication: publication } : {};
  return securityHub.compare('ENABLED', { values: { securityHub: hub }, desired: {}, others });
}

describe('the check of Security Hub', () => {
  test.each<[string, string | null, Observation, string]>([
    ['on, and policy findings are published', 'ENABLED', flags('true', 'false'), 'equal'],
    ['off, and policy findings are published', 'DISABLED', flags('true', 'false'), 'different'],
    ['off, and sensitive data findings are published', 'DISABLED', flags('false', 'true'), 'different'],
    ['off, and nothing is published', 'DISABLED', flags('false', 'false'), 'not-applicable'],
    ['off, and Macie has no publication', 'DISABLED', { kind: 'not-applicable', detail: 'off' }, 'not-applicable'],
    ['not in the answer', null, flags('true', 'true'), 'unseen'],
    ['on, and nobody knows what is published', 'ENABLED', DENIED, 'equal'],
    ['on, and one flag is missing', 'ENABLED', flag('false'), 'equal'],
  ])('where it is %s', (_, hub, publication, kind) => {
    expect(compare(hub, publication).kind).toBe(kind);
  });

  test('is unknown where it is off and nobody knows what is published', () => {
    expect(compare('DISABLED', DENIED)).toEqual({ kind: 'unseen', why: { reason: 'access-denied', detail: 'no' } });
    expect(compare('DISABLED', flag('false'))).toEqual({
      kind: 'unseen',
      why: { reason: 'bad-response', detail: expect.stringContaining(`had no ${SENSITIVE}`) },
    });
    const values = { securityHub: 'DISABLED' };
    expect(securityHub.compare('ENABLED', { values, desired: {} })).toEqual({ kind: 'unseen' });
    expect(securityHub.compare('ENABLED', { values: { securityHub: 'ENABLED' }, desired: {} }).kind).toBe('equal');
  });

  test('reads the publication as well', () => {
    expect(groupsToRead({ securityHub: 'ENABLED' })).toEqual(['session', 'findingsPublication', 'securityHub']);
  });

  test('is left to a person, in words', () => {
    const difference = { setting: 'securityHub', desired: 'ENABLED', actual: 'DISABLED' };
    expect(securityHub.chooseAction(difference, { values: {} })).toEqual({
      kind: 'manual',
      detail: expect.stringMatching(/nothing receives them: enable Security Hub CSPM/),
    });
    expect(['ENABLED', 'DISABLED', 'ODD'].map((value) => securityHub.describeState(value))).toEqual([
      'Security Hub is ON',
      'Security Hub is OFF',
      'Security Hub is ODD',
    ]);
    expect(securityHub.severityOf(difference)).toBe('MEDIUM');
    expect(securityHub.describeAction('manual', difference)).toBe('enable Security Hub');
  });
});
