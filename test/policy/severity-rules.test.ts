import { expect, test } from '@jest/globals';
import { explain } from '../../lib/policy/explain.ts';
import { PolicyError } from '../../lib/policy/error.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import type { PolicyTarget } from '../../lib/policy/policy-target.ts';
import { severityRules } from '../../lib/policy/severity-rules.ts';
import { policyWarnings } from '../../lib/policy/warnings/policy-warnings.ts';
import { describeExplanation } from '../../lib/render/words/explanation-words.ts';
import { needsOrganization, unitsOfPolicy } from '../../lib/targets/organization.ts';

const HEAD = 'version: 1\ndesired: { status: ENABLED }\n';
const NOW = new Date('2026-11-24T00:00:00Z');
const PROD: PolicyTarget = {
  accountId: '111122223333',
  region: 'eu-west-1',
  accountName: 'prod-web',
  organizationalUnits: ['r-ab12', 'ou-ab12-11111111'],
};
const OTHER: PolicyTarget = { accountId: '444455556666', region: 'us-east-1' };

const POLICY = parsePolicy(
  `${HEAD}alerts:
  severity:
    - severity: low
    - { kinds: [reminder], settings: [status], severity: critical }
    - { match: { accountNames: [prod-*], regions: ["eu-*"] }, severity: high }
    - { match: { organizationalUnits: [ou-ab12-11111111] }, severity: info }
`,
  'policy.yml',
);

test('a rule has the accounts and Regions that its match has among the targets', () => {
  expect(severityRules(POLICY, [PROD, OTHER])).toEqual([
    { severity: 'LOW' },
    { kinds: ['reminder'], settings: ['status'], severity: 'CRITICAL' },
    { accounts: new Set([PROD.accountId]), regions: new Set([PROD.region]), severity: 'HIGH' },
    { accounts: new Set([PROD.accountId]), severity: 'INFO' },
  ]);
  expect(severityRules(parsePolicy(HEAD, 'p'), [PROD])).toEqual([]);
});

test('a name or a unit that is not known matches no rule', () => {
  const [, , byName, byUnit] = severityRules(POLICY, [{ ...PROD, accountName: null, organizationalUnits: [] }]);
  expect([byName?.accounts?.size, byUnit?.accounts?.size]).toEqual([0, 0]);
});

test('names and units in a rule are looked up in the organization', () => {
  expect(needsOrganization(POLICY)).toBe(true);
  expect(unitsOfPolicy(POLICY)).toEqual(['ou-ab12-11111111']);
  const byId = parsePolicy(`${HEAD}alerts: { severity: [{ match: { regions: [eu-west-1] }, severity: low }] }`, 'p');
  expect(needsOrganization(byId)).toBe(false);
});

test.each([
  [
    'a misspelt severity',
    '{ severity: CRITICAL }',
    '5:19: alerts.severity[0].severity: expected one of critical, high, medium, low, info, found "CRITICAL". Did you mean critical?',
  ],
  [
    'a misspelt key',
    '{ severity: low, kind: [opened] }',
    '5:24: alerts.severity[0].kind: expected one of the keys match, settings, kinds, severity, found an unknown key. Did you mean kinds?',
  ],
  ['a misspelt kind', '{ severity: low, kinds: [opend] }', 'alerts.severity[0].kinds[0]: expected one of contested,'],
  ['no severity', '{ kinds: [opened] }', '5:7: alerts.severity[0].severity: expected one of critical'],
  ['a misspelt setting', '{ settings: [stauts], severity: low }', 'Did you mean status?'],
  ['an empty match', '{ match: {}, severity: low }', 'expected at least one of accounts, accountNames'],
  ['a Region in capitals', '{ match: { regions: [EU-WEST-1] }, severity: low }', 'alerts.severity[0].match.regions[0]'],
])('refuses %s with its place', (_, rule, expected) => {
  const parse = () => parsePolicy(`${HEAD}alerts:\n  severity:\n    - ${rule}`, 'p');
  expect(parse).toThrow(PolicyError);
  expect(parse).toThrow(expected);
});

test('refuses more rules than alerts can be compared with', () => {
  const rules = (count: number) => `${HEAD}alerts: { severity: [${'{ severity: low },'.repeat(count)}] }`;
  expect(() => parsePolicy(rules(101), 'p')).toThrow('alerts.severity: expected at most 100 rules');
  expect(parsePolicy(rules(100), 'p').alerts.severity).toHaveLength(100);
});

test('warns of a Region in a rule that is not read', () => {
  const text = `${HEAD}excludeRegions: [eu-west-1]\nalerts: { severity: [{ match: { regions: [eu-west-1] }, severity: low }] }`;
  expect(policyWarnings(parsePolicy(text, 'p'), { now: NOW })).toMatchObject([
    { kind: 'not-read', path: ['alerts', 'severity', 0, 'match', 'regions', 0] },
  ]);
});

test('explains the rules that are about a target', () => {
  const loaded = { policy: POLICY, source: 'policy.yml', sha256: '' };
  const texts = [PROD, OTHER].map((target) =>
    describeExplanation(explain(POLICY, target, NOW), {
      target,
      loaded,
      whyNotRead: null,
      units: new Map(),
      unjudged: null,
    }),
  );
  expect(texts[0]).toContain(`alerts.severity[0]  rates alerts as low
alerts.severity[1]  rates reminder alerts of status as critical
alerts.severity[2]  rates alerts as high (account name prod-*, Region eu-*)
alerts.severity[3]  rates alerts as info (unit ou-ab12-11111111)
`);
  expect(texts[1]).not.toContain('alerts.severity[2]');
});
