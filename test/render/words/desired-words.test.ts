import { expect, test } from '@jest/globals';
import { parsePolicy } from '../../../lib/policy/parse.ts';
import { desiredLines } from '../../../lib/render/words/desired-words.ts';

const POLICY = `
version: 1
regions: [eu-west-1, eu-west-3, us-east-1]
desired:
  findingsPublication: { policyFindings: true }
  status: ENABLED
overrides:
  - match: { regions: ['eu-*'], accounts: ['111122223333'] }
    desired: { findingPublishingFrequency: SIX_HOURS }
    remediation: enforce
  - match: { accountNames: ['prod-*'], organizationalUnits: [ou-ab12-11111111] }
    onlyWithBuckets: true
  - match: { regions: [us-east-1] }
    remediation: enforce
`;

test('names each value and its targets: those of every target first, settings in the order of the registry', () => {
  const lines = desiredLines(parsePolicy(POLICY, 'policy.yml'));
  expect(lines.map(({ where, setting, desired }) => `${setting} ${desired}: ${where}`)).toEqual([
    'status ENABLED: every target',
    'findingsPublication.policyFindings true: every target',
    'remediation report: every target',
    'findingPublishingFrequency SIX_HOURS: eu-* of 111122223333',
    'remediation enforce: eu-* of 111122223333',
    'onlyWithBuckets true: every Region of accounts named prod-*, and accounts under ou-ab12-11111111',
    'remediation enforce: us-east-1 of every account',
  ]);
});
