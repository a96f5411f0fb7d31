import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { FINDING_KINDS } from '../../lib/core/alerts/finding-kinds.ts';
import { ALERT_KINDS } from '../../lib/core/alerts/model.ts';
import { PolicyError } from '../../lib/policy/error.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';

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

test('reads the whole format', () => {
  const policy = parsePolicy(FULL, 'policy.yml');
  expect(policy.waivers[0]?.expires).toBe('2027-01-31');
  expect(policy.overrides[0]?.match).toEqual({ accounts: ['111122223333'], regions: ['eu-*'] });
});

test('has safe defaults', () => {
  expect(parsePolicy('version: 1\ndesired: { status: ENABLED }', 'p')).toEqual({
    version: 1,
    accounts: 'self',
    excludeAccounts: [],
    organizationalUnits: [],
    roles: { read: 'macie-warden-read', repair: 'macie-warden-repair' },
    regions: 'all',
    excludeRegions: [],
    remediation: 'report',
    notify: 'drift',
    limits: { maxActions: 10, maxRepairs: 3, coolDown: '30s' },
    alerts: {
      remindAfter: '3d',
      unreadableAfter: 2,
      flapLimit: 3,
      severity: [],
      channels: { sns: ALERT_KINDS, slack: ALERT_KINDS, eventBridge: ALERT_KINDS, securityHub: FINDING_KINDS },
    },
    desired: { status: 'ENABLED' },
    overrides: [],
    prices: {},
    waivers: [],
  });
});

test.each(['0s', '9999s', '9999m', '0h', '9h', '99h', '159h', '168h'])('a cool-down of %s is taken', (coolDown) => {
  const { limits } = parsePolicy(`version: 1\ndesired: { status: ENABLED }\nlimits: { coolDown: ${coolDown} }`, 'p');
  expect(limits.coolDown).toBe(coolDown);
});

const withRunbook = (runbook: string) =>
  parsePolicy(`version: 1\ndesired: { status: ENABLED }\nalerts: { runbook: "${runbook}" }`, 'p');

test.each(['https://wiki.example.com/macie', 'https://wiki.example.com', 'https://wiki.example.com:8443/a?page=1'])(
  'a runbook at %s is taken',
  (runbook) => {
    expect(withRunbook(runbook).alerts.runbook).toBe(runbook);
  },
);

test.each([
  'http://wiki.example.com/macie',
  'https://wiki.example.com/macie#here',
  'https://wiki.example.com/a|b',
  'https://user:secret@wiki.example.com/',
  `https://wiki.example.com/${'x'.repeat(1000)}`,
  'docs/runbook.md',
])('a runbook at %s is refused', (runbook) => {
  expect(() => withRunbook(runbook)).toThrow(
    'p:3:20: alerts.runbook: expected an https URL without #, in at most 1000 characters, found',
  );
});

test('the policy that comes with the stack is one, and it writes nothing', () => {
  expect(parsePolicy(readFileSync(`${ROOT}/policy.yml`, 'utf8'), 'policy.yml').remediation).toBe('report');
});

const HEAD = 'version: 1\ndesired: { status: ENABLED }\n';

describe('a problem has its place, what was expected and what was found', () => {
  test.each<[string, string, unknown]>([
    ['an empty file', '', 'policy.yml:1:1: expected a map that begins with version: 1, found nothing'],
    ['a comment alone', '# nothing\n', 'policy.yml:1:1: expected a map that begins with version: 1, found nothing'],
    ['a list', '- 1', 'policy.yml:1:1: expected a map that begins with version: 1, found [1]'],
    ['no version', 'desired: { status: ENABLED }', 'policy.yml:1:1: version: expected 1, found nothing'],
    ['another version', 'version: 2\ndesired: { status: ENABLED }', 'policy.yml:1:10: version: expected 1, found 2'],
    ['nothing desired', 'version: 1', 'policy.yml:1:1: desired: expected a map of settings, found nothing'],
    [
      'an empty wish',
      'version: 1\ndesired: {}',
      'policy.yml:2:10: desired: expected at least one setting, such as status: ENABLED, found {}',
    ],
    [
      'an unknown key',
      `${HEAD}region: all`,
      'policy.yml:3:1: region: expected one of the keys version, accounts, excludeAccounts, organizationalUnits, roles, regions, excludeRegions, remediation, notify, limits, prices, alerts, desired, overrides, waivers, found an unknown key. Did you mean regions?',
    ],
    [
      'an unknown key within',
      'version: 1\ndesired:\n  findingPublishingFrequncy: ONE_HOUR',
      'policy.yml:3:3: desired.findingPublishingFrequncy: expected one of the keys status, findingPublishingFrequency, serviceRole, membership, organization, automatedDiscovery, automatedDiscoveryOfMembers, findingsPublication, classificationExport, reveal, securityHub, found an unknown key. Did you mean findingPublishingFrequency?',
    ],
    [
      'a placeholder that is none',
      'version: 1\ndesired:\n  classificationExport: { bucketName: "results-{acount}", kmsKeyArn: "arn:aws:kms:{region}:111122223333:key/1" }',
      'policy.yml:3:39: desired.classificationExport.bucketName: expected the name of an S3 bucket, in which {region} and {account} stand for those of the target, found "results-{acount}"',
    ],
    [
      'an alias for a key',
      'version: 1\ndesired: { classificationExport: { bucketName: results, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:alias/macie" } }',
      'policy.yml:2:68: desired.classificationExport.kmsKeyArn: expected the ARN of a KMS key, not of an alias, in which {region} and {account} stand for those of the target, found "arn:aws:kms:eu-west-1:111122223333:alias/macie"',
    ],
    [
      'a bucket for discovery results without a key',
      'version: 1\ndesired: { classificationExport: { bucketName: results } }',
      'policy.yml:2:34: desired.classificationExport: expected bucketName and kmsKeyArn: Macie takes a bucket only with the key that encrypts what it stores there, found no kmsKeyArn here or elsewhere in the policy',
    ],
    [
      'a prefix for discovery results without a bucket',
      `${HEAD}overrides: [{ match: { regions: [eu-west-1] }, desired: { classificationExport: { keyPrefix: macie } } }]`,
      'policy.yml:3:81: overrides[0].desired.classificationExport: expected bucketName and kmsKeyArn: Macie takes a bucket only with the key that encrypts what it stores there, found no bucketName and no kmsKeyArn here or elsewhere in the policy',
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
      'more repairs than an item of the table can count',
      `${HEAD}limits: { maxRepairs: 101 }`,
      'policy.yml:3:23: limits.maxRepairs: expected a whole number, 1 to 100, found 101',
    ],
    [
      'more changes than an item of the table can count',
      `${HEAD}alerts: { flapLimit: 1001 }`,
      'policy.yml:3:22: alerts.flapLimit: expected a whole number, 1 to 1000, found 1001',
    ],
    [
      'a cool-down of more than a week',
      `${HEAD}limits: { coolDown: 169h }`,
      'policy.yml:3:21: limits.coolDown: expected seconds, minutes or hours, such as 30s or 5m, at most 168h, found "169h"',
    ],
    [
      'no Regions',
      `${HEAD}regions: []`,
      'policy.yml:3:10: regions: expected at least one of Region names, found an empty list',
    ],
    [
      'a Region for a list',
      `${HEAD}regions: eu-west-1`,
      'policy.yml:3:10: regions: expected all, with-buckets, or a list of Region names, found "eu-west-1"',
    ],
    [
      'a name that is not of the form of a Region',
      `${HEAD}regions: [us-east-1, eu-west1]`,
      'policy.yml:3:22: regions[1]: expected the name of an AWS Region, found "eu-west1". Did you mean eu-west-1?',
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
      'policy.yml:3:35: overrides[0].match.accounts[0]: expected a 12-digit account id in quotes, found 111122223333. Put it in quotes',
    ],
    [
      'an account that YAML takes a zero from',
      `${HEAD}overrides: [{ match: { accounts: [012345678901] }, remediation: report }]`,
      'policy.yml:3:35: overrides[0].match.accounts[0]: expected a 12-digit account id in quotes, found 012345678901. Put it in quotes',
    ],
    [
      'a short account',
      `${HEAD}overrides: [{ match: { accounts: ["123"] }, remediation: report }]`,
      'policy.yml:3:35: overrides[0].match.accounts[0]: expected a 12-digit account id in quotes, found "123"',
    ],
    [
      'a match of nothing',
      `${HEAD}overrides: [{ match: {}, remediation: report }]`,
      'policy.yml:3:22: overrides[0].match: expected at least one of accounts, accountNames, organizationalUnits or regions, found {}',
    ],
    [
      'an override of nothing',
      `${HEAD}overrides: [{ match: { regions: [eu-west-1] } }]`,
      'policy.yml:3:13: overrides[0]: expected desired, remediation or onlyWithBuckets, found {"match":{"regions":["eu-west-1"]}}',
    ],
    [
      'an unknown key of an override',
      `${HEAD}overrides: [{ match: { regions: [eu-west-1] }, remedation: enforce }]`,
      'policy.yml:3:48: overrides[0].remedation: expected one of the keys match, desired, remediation, onlyWithBuckets, found an unknown key. Did you mean remediation?',
    ],
    [
      'an unknown key of a match',
      `${HEAD}overrides: [{ match: { region: [eu-west-1] }, remediation: enforce }]`,
      'policy.yml:3:24: overrides[0].match.region: expected one of the keys accounts, accountNames, organizationalUnits, regions, found an unknown key. Did you mean regions?',
    ],
    [
      'a setting unknown to an override',
      `${HEAD}overrides: [{ match: { regions: [eu-west-1] }, desired: { state: PAUSED } }]`,
      'policy.yml:3:59: overrides[0].desired.state: expected one of the keys status, findingPublishingFrequency, serviceRole, membership, organization, automatedDiscovery, automatedDiscoveryOfMembers, findingsPublication, classificationExport, reveal, securityHub, found an unknown key. Did you mean status?',
    ],
    [
      'a Region in capitals',
      `${HEAD}regions: [EU-WEST-1]`,
      'policy.yml:3:11: regions[0]: expected the name of an AWS Region, found "EU-WEST-1". Did you mean eu-west-1?',
    ],
    [
      'a pattern that can match no Region',
      `${HEAD}overrides: [{ match: { regions: ["EU-*"] }, remediation: report }]`,
      'policy.yml:3:34: overrides[0].match.regions[0]: expected a Region name or a pattern that matches one, found "EU-*"',
    ],
    [
      'a Region of China',
      `${HEAD}regions: [cn-northwest-1]`,
      'policy.yml:3:11: regions[0]: expected a Region that offers Macie, found "cn-northwest-1". Macie is not offered in the Regions of China',
    ],
    [
      'a Region of GovCloud',
      `${HEAD}excludeRegions: [us-gov-west-1]`,
      'policy.yml:3:18: excludeRegions[0]: expected a Region that offers Macie, found "us-gov-west-1". Macie is not offered in AWS GovCloud (US)',
    ],
    [
      'an ISO Region',
      `${HEAD}overrides: [{ match: { regions: [eu-isoe-west-1] }, remediation: report }]`,
      'policy.yml:3:34: overrides[0].match.regions[0]: expected a Region that offers Macie, found "eu-isoe-west-1". Macie is not offered in the ISO Regions',
    ],
    [
      'a pattern of the European Sovereign Cloud',
      `${HEAD}overrides: [{ match: { regions: ["eusc-*"] }, remediation: report }]`,
      'policy.yml:3:34: overrides[0].match.regions[0]: expected a Region that offers Macie, found "eusc-*". Macie is not offered in the AWS European Sovereign Cloud',
    ],
    [
      'a role that is none',
      'version: 1\ndesired: { serviceRole: admin }',
      'policy.yml:2:25: desired.serviceRole: expected service-linked, or the ARN of an IAM role, found "admin"',
    ],
    [
      'a key that was renamed',
      `${HEAD}alerts: { blindAfter: 3 }`,
      'policy.yml:3:11: alerts.blindAfter: expected one of the keys remindAfter, unreadableAfter, flapLimit, severity, runbook, channels, found an unknown key. It is called unreadableAfter now',
    ],
    [
      'a kind of alerts that was renamed',
      `${HEAD}alerts: { channels: { sns: [blind, opened] } }`,
      `policy.yml:3:29: alerts.channels.sns[0]: expected one of ${ALERT_KINDS.join(', ')}, found "blind". It is called unreadable now`,
    ],
    [
      'no YAML',
      'version: [1',
      'policy.yml:1:12: expected YAML, found a mistake: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a key twice',
      `${HEAD}notify: drift\nnotify: always`,
      'policy.yml:4:1: expected each key once, found notify again',
    ],
    [
      'two documents',
      `${HEAD}---\n${HEAD}`,
      'policy.yml:3:1: expected one YAML document, found another one. Keep one policy in a file',
    ],
    [
      'a tab',
      'version: 1\ndesired:\n\tstatus: ENABLED',
      'policy.yml:3:1: expected YAML, found a tab as indentation. Use spaces',
    ],
    [
      'a tag that makes a map look empty',
      `${HEAD}limits: !!omap [maxActions: 1]`,
      'policy.yml:3:9: expected a value without a YAML tag, found !!omap',
    ],
    ['an alias of nothing', `${HEAD}notify: *n`, 'policy.yml:3:9: expected &n before *n, found none'],
    [
      'an alias of what it is in',
      `${HEAD}overrides: &a [*a]`,
      'policy.yml:3:16: expected a value, found *a within itself',
    ],
    ['a list as a key', `${HEAD}? [a]\n: 1`, 'policy.yml:3:3: expected a key that is text, found something else'],
    ['no key', `${HEAD}: 1`, 'policy.yml:3:1: expected a key that is text, found none'],
    [
      'no end of nesting',
      `${HEAD}notify: ${'['.repeat(20_000)}`,
      expect.stringMatching(/^policy\.yml:3:\d+: expected YAML, found lists or maps that are nested too deep$/),
    ],
    [
      'Latin 1, as UTF-8',
      Buffer.from(`${HEAD}# caf\xe9`, 'latin1').toString('utf8'),
      'policy.yml:3:6: expected text in UTF-8, found bytes that are not. Save the file as UTF-8',
    ],
    [
      'marks that a terminal obeys',
      `${HEAD}notify: "\\e[31m\\u202e\\x9b"`,
      'policy.yml:3:9: notify: expected one of drift, always, found "\\u001b[31m\\u202e\\u009b"',
    ],
    [
      'marks that a terminal obeys, in a key',
      `version: 1\ndesired: { "a\\n\\e[31m": 1 }`,
      'policy.yml:2:12: desired.a\\u000a\\u001b[31m: expected one of the keys status, findingPublishingFrequency, serviceRole, membership, organization, automatedDiscovery, automatedDiscoveryOfMembers, findingsPublication, classificationExport, reveal, securityHub, found an unknown key',
    ],
    [
      'a long value, cut between characters',
      `${HEAD}notify: ${'x'.repeat(58)}😀😀`,
      `policy.yml:3:9: notify: expected one of drift, always, found "${'x'.repeat(58)}😀…`,
    ],
  ])('%s', (_, text, message) => {
    expect(problemsOf(text)).toEqual(message);
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
      'waivers[0].settings[0]: expected the id of a setting, such as status, found "frequency"',
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
    expect(problemsOf(bomb)).toBe(
      'policy.yml:7:32: expected few aliases, found aliases that make too many copies. Write the values out',
    );
  });

  test('an alias that says what it stands for is no fault', () => {
    const text = `version: 1
desired: &d { status: ENABLED }
overrides: [{ match: { regions: [eu-west-1] }, desired: *d }]`;
    expect(problemsOf(text)).toBe('no problem');
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

  // Real keys in wrong places with wrong values: what strings at random do not reach.
  const KEYS = [
    'version',
    'regions',
    'limits',
    'desired',
    'status',
    'overrides',
    'match',
    'accounts',
    'waivers',
    '__proto__',
  ];
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(1, 'all', 'ENABLED', 'eu-*', '111122223333', 111_122_223_333, null, true, '\u001b\n', '\ud800'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc
        .array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('tree')), { maxLength: 4 })
        .map((pairs) => Object.fromEntries(pairs)),
    ),
  }));
  test('whatever is written with the keys of a policy, each problem is one line at a place in the file', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value, null, 1);
        const lines = text.split('\n').length;
        for (const line of problemsOf(text).split('\n')) {
          if (line === 'no problem') continue;
          const [, at] = /^policy\.yml:(\d+):\d+: .*expected .+, found .+$/u.exec(line) ?? [line];
          expect(Number(at)).toBeGreaterThan(0);
          expect(Number(at)).toBeLessThanOrEqual(lines);
          // oxlint-disable-next-line no-control-regex
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        }
      }),
    );
  });
});
