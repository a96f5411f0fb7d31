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

function compare(hub: string | null, publication?: Observation): string {
  const others = publication ? { findingsPublication: publication } : {};
  return securityHub.compare('ENABLED', { values: { securityHub: hub }, desired: {}, others }).kind;
}

describe('the check of Security Hub', () => {
  test.each<[string, string | null, Observation, string]>([
    ['on, and policy findings are published', 'ENABLED', flags('true', 'false'), 'equal'],
    ['off, and policy findings are published', 'DISABLED', flags('true', 'false'), 'different'],
    ['off, and sensitive data findings are published', 'DISABLED', flags('false', 'true'), 'different'],
    ['off, and nothing is published', 'DISABLED', flags('false', 'false'), 'not-applicable'],
    ['off, and nobody knows what is published', 'DISABLED', DENIED, 'not-applicable'],
    ['not in the answer', null, flags('true', 'true'), 'unseen'],
  ])('where it is %s', (_, hub, publication, kind) => {
    expect(compare(hub, publication)).toBe(kind);
  });

  test('is not applicable without a reading of the publication', () => {
    expect(securityHub.compare('ENABLED', { values: { securityHub: 'DISABLED' }, desired: {} }).kind).toBe(
      'not-applicable',
    );
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
