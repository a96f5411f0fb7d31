import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { alertSettings } from '../../lib/policy/alert-settings.ts';
import { ALERT_KINDS } from '../../lib/core/alerts/model.ts';
import { PolicyError } from '../../lib/policy/error.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { policyJsonSchema } from '../../lib/policy/json-schema.ts';

const ROOT = `${import.meta.dirname}/../..`;

function problemsOf(text: string): string {
  try {
    parsePolicy(text, 'policy.yml');
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return 'no problem';
}

const FULL = `
version: 1
regions: all
excludeRegions: [me-south-1]
remediation: report
notify: drift
limits: { maxActions: 25 }
desired:
  status: ENABLED
  findingPublishingFrequency: FIFTEEN_MINUTES
  serviceRole: service-linked
overrides:
  - match: { accounts: ["111122223333"], regions: ["eu-*"] }
    desired: { findingPublishingFrequency: SIX_HOURS }
    remediation: report
waivers:
  - match: { regions: [ap-east-1] }
    settings: [status]
    reason: no buckets there, see RISK-12
    owner: cloud-security@example.com
    expires: 2027-01-31
`;

test('the whole format is understood', () => {
  const policy = parsePolicy(FULL, 'policy.yml');
  expect(policy.waivers[0]?.expires).toBe('2027-01-31');
  expect(policy.overrides[0]?.match).toEqual({ accounts: ['111122223333'], regions: ['eu-*'] });
});

test('the least that one can write has safe defaults', () => {
  expect(parsePolicy('version: 1\ndesired: { status: ENABLED }', 'p')).toEqual({
    version: 1,
    regions: 'all',
    excludeRegions: [],
    remediation: 'report',
    notify: 'drift',
    limits: { maxActions: 25 },
    alerts: { remindAfter: '3d', blindAfter: 2, flapLimit: 3, channels: { sns: ALERT_KINDS, slack: ALERT_KINDS } },
    desired: { status: 'ENABLED' },
    overrides: [],
    waivers: [],
  });
});

test.each([
  ['', 3 * 24],
  ['alerts: { remindAfter: 12h }', 12],
  ['alerts: { remindAfter: 2d }', 48],
])('reminders, in hours: %p', (yaml, hours) => {
  const settings = alertSettings(parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p'));
  expect(settings).toEqual({ remindAfterMs: hours * 3_600_000, blindAfter: 2, flapLimit: 3 });
});

test('the policy that comes with the stack is one, and it writes nothing', () => {
  expect(parsePolicy(readFileSync(`${ROOT}/policy.yml`, 'utf8'), 'policy.yml').remediation).toBe('report');
});

test('the JSON Schema for editors is the schema that checks', () => {
  expect(JSON.parse(readFileSync(`${ROOT}/policy.schema.json`, 'utf8'))).toEqual(policyJsonSchema());
});

const HEAD = 'version: 1\ndesired: { status: ENABLED }\n';

describe('what is wrong is told with its place, what was expected and what was found', () => {
  test.each<[string, string, string]>([
    ['an empty file', '', 'policy.yml:1:1: expected a map that begins with version: 1, found nothing'],
    ['a comment alone', '# nothing\n', 'policy.yml:1:1: expected a map that begins with version: 1, found nothing'],
    ['a list', '- 1', 'policy.yml:1:1: expected a map that begins with version: 1, found [1]'],
    ['no version', 'desired: { status: ENABLED }', 'policy.yml:1:1: version: expected 1, found nothing'],
    ['another version', 'version: 2\ndesired: { status: ENABLED }', 'policy.yml:1:10: version: expected 1, found 2'],
    ['nothing desired', 'version: 1', 'policy.yml:1:1: desired: expected a map of settings, found nothing'],
    [
      'an empty wish',
      'version: 1\ndesired: {}',
      'policy.yml:2:10: desired: expected at least one of status, findingPublishingFrequency, serviceRole, found {}',
    ],
    [
      'an unknown key',
      `${HEAD}region: all`,
      'policy.yml:3:1: region: expected one of the keys version, regions, excludeRegions, remediation, notify, limits, alerts, desired, overrides, waivers, found an unknown key. Did you mean regions?',
    ],
    [
      'an unknown key within',
      'version: 1\ndesired:\n  findingPublishingFrequncy: ONE_HOUR',
      'policy.yml:3:3: desired.findingPublishingFrequncy: expected one of the keys status, findingPublishingFrequency, serviceRole, found an unknown key. Did you mean findingPublishingFrequency?',
    ],
    [
      'a wrong value',
      'version: 1\ndesired: { status: enabled }',
      'policy.yml:2:20: desired.status: expected one of ENABLED, PAUSED, DISABLED, found "enabled". Did you mean ENABLED?',
    ],
    [
      'a wrong type',
      `${HEAD}limits: { maxActions: many }`,
      'policy.yml:3:23: limits.maxActions: expected a whole number, 0 or more, found "many"',
    ],
    [
      'a negative limit',
      `${HEAD}limits: { maxActions: -1 }`,
      'policy.yml:3:23: limits.maxActions: expected a whole number, 0 or more, found -1',
    ],
    [
      'no Regions',
      `${HEAD}regions: []`,
      'policy.yml:3:10: regions: expected at least one of Region names, found an empty list',
    ],
    [
      'a Region for a list',
      `${HEAD}regions: eu-west-1`,
      'policy.yml:3:10: regions: expected all, or a list of Region names, found "eu-west-1"',
    ],
    [
      'an unknown Region',
      `${HEAD}regions: [us-east-1, eu-wst-1]`,
      'policy.yml:3:22: regions[1]: expected the name of an AWS Region, found "eu-wst-1". Did you mean eu-west-1?',
    ],
    [
      'a number for a Region',
      `${HEAD}regions: [7]`,
      'policy.yml:3:11: regions[0]: expected the name of an AWS Region, found 7',
    ],
    [
      'a Region twice',
      `${HEAD}regions: [us-east-1, us-east-1]`,
      'policy.yml:3:22: regions[1]: expected each Region once, found "us-east-1" again',
    ],
    [
      'listed and excluded',
      `${HEAD}regions: [us-east-1]\nexcludeRegions: [us-east-1]`,
      'policy.yml:4:18: excludeRegions[0]: expected a Region that is not listed in regions, found "us-east-1"',
    ],
    [
      'an account as a number',
      `${HEAD}overrides: [{ match: { accounts: [111122223333] }, remediation: report }]`,
      'policy.yml:3:35: overrides[0].match.accounts[0]: expected a 12-digit account id in quotes, found 111122223333',
    ],
    [
      'a short account',
      `${HEAD}overrides: [{ match: { accounts: ["123"] }, remediation: report }]`,
      'policy.yml:3:35: overrides[0].match.accounts[0]: expected a 12-digit account id in quotes, found "123"',
    ],
    [
      'a match of nothing',
      `${HEAD}overrides: [{ match: {}, remediation: report }]`,
      'policy.yml:3:22: overrides[0].match: expected accounts, regions or both, found {}',
    ],
    [
      'an override of nothing',
      `${HEAD}overrides: [{ match: { regions: [eu-west-1] } }]`,
      'policy.yml:3:13: overrides[0]: expected desired, remediation or both, found {"match":{"regions":["eu-west-1"]}}',
    ],
    [
      'a pattern that matches nothing',
      `${HEAD}overrides: [{ match: { regions: ["ue-*"] }, remediation: report }]`,
      'policy.yml:3:34: overrides[0].match.regions[0]: expected a Region name or a pattern that matches one, found "ue-*"',
    ],
    [
      'a role that is none',
      'version: 1\ndesired: { serviceRole: admin }',
      'policy.yml:2:25: desired.serviceRole: expected service-linked, or the ARN of an IAM role, found "admin"',
    ],
    [
      'no YAML',
      'version: [1',
      'policy.yml:1:12: expected YAML, found Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a key twice',
      `${HEAD}notify: drift\nnotify: always`,
      'policy.yml:4:1: expected YAML, found a key that is given twice',
    ],
  ])('%s', (_, text, message) => {
    expect(problemsOf(text)).toBe(message);
  });

  const waiver = (over: string) =>
    `${HEAD}waivers:\n  - match: { regions: [eu-west-1] }\n    settings: [status]\n    reason: r\n    owner: o\n    ${over}`;
  test.each([
    ['no end', 'x: 1', /waivers\[0\]\.expires: expected a date, YYYY-MM-DD, found nothing/],
    ['no date', 'expires: soon', /policy.yml:8:14: waivers\[0\]\.expires: expected a date, YYYY-MM-DD, found "soon"/],
    ['a day that does not exist', 'expires: 2027-02-30', /found "2027-02-30"/],
    ['a time', 'expires: 2027-02-03T00:00:00Z', /expected a date, YYYY-MM-DD/],
  ])('a waiver with %s', (_, over, message) => {
    expect(problemsOf(waiver(over))).toMatch(message);
  });

  test('a waiver without reason, owner and settings', () => {
    const text = `${HEAD}waivers: [{ match: { regions: [eu-west-1] }, reason: " ", expires: 2027-01-31, settings: [frequency] }]`;
    expect(
      problemsOf(text)
        .split('\n')
        .map((line) => line.replace(/^[^ ]+ /, '')),
    ).toEqual([
      'waivers[0].owner: expected who owns the waiver, found nothing',
      'waivers[0].reason: expected why the drift is accepted, found " "',
      'waivers[0].settings[0]: expected one of status, findingPublishingFrequency, serviceRole, found "frequency"',
    ]);
  });

  test('every problem at once, in the order of the file', () => {
    const text = 'version: 1\nregions: [nowhere]\nnotify: never\ndesired: { status: ON }\nwaivers: 3\n';
    expect(
      problemsOf(text)
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['policy.yml:2:11:', 'policy.yml:3:9:', 'policy.yml:4:20:', 'policy.yml:5:10:']);
  });

  test('an alias bomb is refused', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefg'.split('').map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdef'[i]}`).join(',')}]`),
    ].join('\n');
    expect(problemsOf(bomb)).toContain('expected YAML without tricks');
  });

  test('whatever the text, there is a policy or a list of problems in one line each', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const message = problemsOf(text);
        for (const line of message.split('\n'))
          expect(line).toMatch(/^(no problem|policy\.yml.*: expected .+, found .+)$/);
      }),
    );
  });
});
