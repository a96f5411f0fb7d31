import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { judgeCall, judgeRole } from '../../../lib/app/doctor/areas/access.ts';
import { judgeRoles } from '../../../lib/app/doctor/areas/accounts.ts';
import { judgeAdministrators } from '../../../lib/app/doctor/administrators.ts';
import { judgeForwarders, judgeRule } from '../../../lib/app/doctor/areas/changes.ts';
import { judgeReadings } from '../../../lib/app/doctor/areas/macie.ts';
import { judgeTopic } from '../../../lib/app/doctor/areas/notifications.ts';
import { judgeBus } from '../../../lib/app/doctor/channels/bus.ts';
import { judgeHubs } from '../../../lib/app/doctor/channels/hub.ts';
import { judgeSecret, SECRETS } from '../../../lib/app/doctor/channels/secrets.ts';
import { judgeEventSource } from '../../../lib/app/doctor/event-source.ts';
import { judgeMachine } from '../../../lib/app/doctor/machine.ts';
import { judgeBucket } from '../../../lib/app/doctor/areas/archive.ts';
import { judgePolicy } from '../../../lib/app/doctor/areas/policy.ts';
import { judgeEnabled, judgeOffered } from '../../../lib/app/doctor/areas/regions.ts';
import { judgeLastRun, judgeQueue, judgeSchedule } from '../../../lib/app/doctor/areas/runs.ts';
import { judgeLeases, judgeTable } from '../../../lib/app/doctor/areas/table.ts';
import { judgeTrails } from '../../../lib/app/doctor/areas/trails.ts';
import { judgeClock, judgeNode, OLDEST_NODE, RUNTIME } from '../../../lib/app/doctor/areas/versions.ts';
import { judgeKey } from '../../../lib/app/doctor/judge-key.ts';
import type { Finding } from '../../../lib/core/doctor/finding.ts';
import { MACIE_REGIONS } from '../../../lib/core/regions.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';

const known = <T>(value: T) => ({ kind: 'known', value }) as const;
const UNKNOWN = { kind: 'unknown', why: 'x:Y was denied: no' } as const;
const NOW = new Date('2026-11-25T12:00:00Z');
const ROLE = 'arn:aws:iam::111122223333:role/check';
const TABLE = {
  status: 'ACTIVE',
  keys: ['pk HASH', 'sk RANGE'],
  indexes: { open: { status: 'ACTIVE', keys: ['open HASH', 'pk RANGE'] } },
  expiryAttribute: 'expires',
};
const KEY = { arn: 'arn', state: 'Enabled', isAwsManaged: false };
const statement = (principal: object, action = 'kms:*') =>
  JSON.stringify({ Statement: { Effect: 'Allow', Principal: principal, Action: action } });
const TRAIL = {
  arn: 'arn:trail/t',
  isMultiRegion: true,
  isOrganization: false,
  isLogging: true,
  recordsWrites: 'yes',
} as const;
const BUS = ':event-bus/default';
const policy = {
  source: 'p',
  sha256: '',
  policy: parsePolicy('version: 1\ndesired: { status: ENABLED }\n', 'p'),
};
const values = (administrator: string) =>
  ({ kind: 'values', values: { 'organization.administrator': administrator } }) as const;
const administrators = (...ids: readonly string[]) => ({
  byRegion: ids.map((id, index) => ({ region: `r${index}`, reading: values(id) })),
  delegated: known([]),
  desired: null,
});
const unread = (reason: 'bad-response' | 'throttled') =>
  [{ region: 'r1', group: 'session', reading: { kind: 'unknown', reason, detail: 'so it said in r1' } }] as const;
const roleFailure = {
  accountId: '222233334444',
  name: null,
  role: 'read',
  reason: 'assume-role-denied',
  detail: 'no',
} as const;
const denied = { checked: ['222233334444'], failures: [roleFailure] };
const runs = (unknown: number) =>
  [
    {
      runId: '1',
      startedAt: NOW.toISOString(),
      finishedAt: NOW.toISOString(),
      trigger: 'schedule',
      verdict: 'compliant',
      scope: 'full',
      repairMinutes: [],
      summary: { targets: 2, compliant: 2 - unknown, drifted: 0, waived: 0, unknown, notApplicable: 0 },
      accounts: [
        {
          accounts: ['222233334444'],
          summary: { targets: 2, compliant: 2 - unknown, drifted: 0, waived: 0, unknown, notApplicable: 0 },
        },
      ],
    },
  ] as const;
const order = { calledAs: 'npx macie-warden' };
const roles = { ...order, total: 1, runs: [], isDeployed: true };

const ALERT_BUS = { bus: 'b', region: 'us-east-1', accountId: '111122223333' };
const BUCKET = { what: 'archive', bucket: 'b' };
const MAPPING = { functionName: 'f', queue: ':q' };
const SOURCE = { reason: '', lastResult: 'OK', source: 'arn:q' };
const SCHEDULE = { name: 's', target: ':t' };
const hub = (state: string) => ({ kind: 'values', values: { securityHub: state } }) as const;
const execution = (status: string, hoursAgo: number) =>
  known({
    status: 'ACTIVE',
    lastExecution: { arn: 'a:e', status, startedAt: new Date(NOW.getTime() - hoursAgo * 3_600_000) },
  });

type Judged = Finding | readonly Finding[];
const CASES: readonly (readonly [string, { ok?: Judged; wrong?: Judged; 'not-known'?: Judged }])[] = [
  ['Node.js', { ok: judgeNode('24.1.0'), wrong: judgeNode('20.19.0') }],
  [
    'clock',
    {
      ok: judgeClock(known({ skewMs: -900 })),
      wrong: judgeClock(known({ skewMs: 600_000 })),
      'not-known': judgeClock(known(null)),
    },
  ],
  [
    'call',
    {
      ok: judgeCall('x:Y', known(1)),
      wrong: judgeCall('x:Y', UNKNOWN),
      'not-known': judgeCall('x:Y', { kind: 'unknown', why: 'late' }),
    },
  ],
  [
    'role',
    {
      ok: judgeRole(ROLE, [{ actions: ['a'], resource: '*' }], [known([])]),
      wrong: judgeRole(
        ROLE,
        [
          { actions: ['a'], resource: 'arn' },
          { actions: ['b'], resource: '*' },
        ],
        [known([{ action: 'a', by: 'a service control policy' }]), UNKNOWN],
      ),
      'not-known': judgeRole(ROLE, [], [UNKNOWN]),
    },
  ],
  ['missing role', { wrong: judgeRole(ROLE, [], [known(null)]) }],
  [
    'Region list',
    {
      ok: judgeOffered(known(MACIE_REGIONS)),
      wrong: judgeOffered(known([...MACIE_REGIONS, 'xx-new-1'])),
      'not-known': judgeOffered(UNKNOWN),
    },
  ],
  [
    'enabled Regions',
    {
      ok: judgeEnabled({ listed: null, enabled: known(new Map()), toRead: 3 }),
      wrong: judgeEnabled({ listed: ['af-south-1'], enabled: known(new Map([['af-south-1', false]])), toRead: 1 }),
      'not-known': judgeEnabled({ listed: null, enabled: UNKNOWN, toRead: 3 }),
    },
  ],
  [
    'policy',
    {
      ok: judgePolicy({ order, policySource: 'p', policy: known({ loaded: policy, warnings: [] }) }),
      wrong: judgePolicy({
        order,
        policySource: 'p',
        policy: { kind: 'unknown', why: 'p:1:1: expected a map, found a list' },
      }),
      'not-known': judgePolicy({
        order,
        policySource: 'p',
        policy: { kind: 'unknown', why: 'p: expected a policy, found AccessDenied: no' },
      }),
    },
  ],
  [
    'Macie',
    {
      ok: judgeReadings([{ region: 'r1', group: 'session', reading: { kind: 'values', values: {} } }]),
      wrong: judgeReadings(unread('bad-response')),
      'not-known': judgeReadings(unread('throttled')),
    },
  ],
  [
    'roles',
    {
      ok: judgeRoles({ checked: ['1'], failures: [] }, roles),
      wrong: judgeRoles(denied, { ...roles, runs: runs(2) }).slice(1),
      'not-known': judgeRoles(denied, roles).slice(1),
    },
  ],
  ['role that the stack may assume', { ok: judgeRoles(denied, { ...roles, runs: runs(0) }) }],
  ['role without a stack', { wrong: judgeRoles(denied, { ...roles, isDeployed: false }).slice(1) }],
  [
    'administrator',
    {
      ok: judgeAdministrators(administrators('1', '1')),
      wrong: judgeAdministrators(administrators('1', '2')),
      'not-known': judgeAdministrators({
        ...administrators(),
        byRegion: [{ region: 'r', reading: { kind: 'unknown', reason: 'throttled', detail: 'd' } }],
      }),
    },
  ],
  ['Region without an administrator', { wrong: judgeAdministrators(administrators('1', 'none')) }],
  ['administrator of the policy', { wrong: judgeAdministrators({ ...administrators('1'), desired: '2' }) }],
  [
    'table',
    {
      ok: judgeTable('t', known(TABLE)),
      wrong: judgeTable('t', known({ ...TABLE, keys: ['id HASH'], indexes: {} })),
      'not-known': judgeTable('t', UNKNOWN),
    },
  ],
  ['missing table', { wrong: judgeTable('t', known(null)) }],
  [
    'leases',
    {
      ok: judgeLeases(known([{ accountId: '1', owner: 'r', until: NOW.getTime() + 30_000 }]), NOW),
      wrong: judgeLeases(known([{ accountId: '1', owner: 'r', until: NOW.getTime() + 9e6 }]), NOW),
      'not-known': judgeLeases(UNKNOWN, NOW),
    },
  ],
  [
    'topic',
    {
      ok: judgeTopic('a:t', known({ confirmed: 1, pending: 0, keyId: null })),
      wrong: judgeTopic('a:t', known({ confirmed: 0, pending: 1, keyId: null })),
      'not-known': judgeTopic('a:t', known({ confirmed: Number.NaN, pending: 0, keyId: null })),
    },
  ],
  [
    'key',
    {
      ok: judgeKey('k', known({ ...KEY, policy: statement({ AWS: 'arn:aws:iam::111122223333:root' }) }), [ROLE]),
      wrong: judgeKey('k', known({ ...KEY, policy: statement({ AWS: '*' }, 'kms:Decrypt') }), [ROLE]),
      'not-known': judgeKey('k', known({ ...KEY, policy: 'no JSON' }), [ROLE]),
    },
  ],
  [
    'key that a service may not use',
    { wrong: judgeKey('k', known({ ...KEY, policy: statement({ AWS: ROLE }) }), ['cloudwatch.amazonaws.com']) },
  ],
  ['key of AWS', { wrong: judgeKey('alias/aws/sns', known({ ...KEY, isAwsManaged: true, policy: null }), [ROLE]) }],
  ['disabled key', { wrong: judgeKey('k', known({ ...KEY, state: 'Disabled', policy: '' }), [ROLE]) }],
  [
    'webhook',
    {
      ok: judgeSecret(SECRETS.webhook, '/p', known({ type: 'SecureString', form: 'webhook' })),
      wrong: [
        { type: 'String', form: 'webhook' } as const,
        { type: 'SecureString', form: 'bot-token' } as const,
        { type: 'SecureString', form: 'empty' } as const,
        null,
      ].map((facts) => judgeSecret(SECRETS.webhook, '/p', known(facts))),
      'not-known': judgeSecret(SECRETS.webhook, '/p', UNKNOWN),
    },
  ],
  [
    'token',
    {
      ok: judgeSecret(SECRETS.token, '/p', known({ type: 'SecureString', form: 'bot-token' })),
      wrong: judgeSecret(SECRETS.token, '/p', known({ type: 'SecureString', form: 'webhook' })),
    },
  ],
  [
    'bus',
    {
      ok: judgeBus(ALERT_BUS, known({ arn: 'arn' })),
      wrong: judgeBus(ALERT_BUS, known(null)),
      'not-known': judgeBus({ ...ALERT_BUS, bus: 'arn:aws:events:us-east-1:222233334444:event-bus/b' }, UNKNOWN),
    },
  ],
  [
    'Security Hub',
    {
      ok: judgeHubs([{ region: 'r', reading: hub('ENABLED') }]),
      wrong: judgeHubs([{ region: 'r', reading: hub('DISABLED') }]),
      'not-known': judgeHubs([
        { region: 'r', reading: { kind: 'values', values: {} } },
        { region: 's', reading: { kind: 'unknown', reason: 'throttled', detail: 'd' } },
      ]),
    },
  ],
  [
    'bucket',
    {
      ok: judgeBucket(BUCKET, known({ encryption: 'AES256', open: [] })),
      wrong: [known({ encryption: 'AES256', open: ['BlockPublicAcls'] }), known(null)].map((facts) =>
        judgeBucket(BUCKET, facts),
      ),
      'not-known': judgeBucket(BUCKET, UNKNOWN),
    },
  ],
  [
    'mapping',
    {
      ok: judgeEventSource(MAPPING, known([{ ...SOURCE, state: 'Enabled' }])),
      wrong: [
        known(null),
        known([{ ...SOURCE, state: 'Enabled', source: 'arn:other' }]),
        known([{ ...SOURCE, state: 'Disabled' }]),
        known([{ ...SOURCE, state: 'Enabled', lastResult: 'PROBLEM: Function call failed' }]),
      ].map((facts) => judgeEventSource(MAPPING, facts)),
      'not-known': [UNKNOWN, known([{ ...SOURCE, state: 'Creating' }])].map((facts) =>
        judgeEventSource(MAPPING, facts),
      ),
    },
  ],
  [
    'state machine',
    {
      ok: [execution('SUCCEEDED', 1), execution('RUNNING', 1)].flatMap((facts) => judgeMachine('a:m', facts, NOW)),
      wrong: [
        execution('FAILED', 1),
        execution('ABORTED', 1),
        execution('TIMED_OUT', 1),
        execution('RUNNING', 7),
        execution('SUCCEEDED', 49),
        known({ status: 'ACTIVE', lastExecution: null }),
      ]
        .map((facts) => judgeMachine('a:m', facts, NOW)[1])
        .concat(
          [known(null), known({ status: 'DELETING', lastExecution: null })].flatMap((facts) =>
            judgeMachine('a:m', facts, NOW),
          ),
        )
        .flatMap((finding) => finding ?? []),
      'not-known': [...judgeMachine('a:m', UNKNOWN, NOW), ...judgeMachine('a:m', execution('NEW', 1), NOW).slice(1)],
    },
  ],
  [
    'schedule',
    {
      ok: judgeSchedule(SCHEDULE, known({ state: 'ENABLED', expression: 'rate(1 hour)', target: 'a:t' })),
      wrong: [
        null,
        { state: 'DISABLED', expression: '', target: 'a:t' },
        { state: 'ENABLED', expression: '', target: 'a:other' },
      ].map((facts) => judgeSchedule(SCHEDULE, known(facts))),
      'not-known': judgeSchedule(SCHEDULE, UNKNOWN),
    },
  ],
  [
    'last run',
    {
      ok: judgeLastRun(known(runs(0)), NOW, 'start'),
      wrong: judgeLastRun(known([]), NOW, 'start'),
      'not-known': judgeLastRun(UNKNOWN, NOW, 'start'),
    },
  ],
  [
    'queue',
    {
      ok: judgeQueue({ what: 'q', url: 'u' }, known(0)),
      wrong: judgeQueue({ what: 'q', url: 'u' }, known(null)),
      'not-known': judgeQueue({ what: 'q', url: 'u' }, known(Number.NaN)),
    },
  ],
  [
    'rule',
    {
      ok: judgeRule({ what: 'r', target: ':q' }, known({ state: 'ENABLED', targets: ['a:q'] })),
      wrong: judgeRule({ what: 'r', target: ':q' }, known({ state: 'ENABLED', targets: ['a:other'] })),
      'not-known': judgeRule({ what: 'r', target: ':q' }, UNKNOWN),
    },
  ],
  [
    'forwarder',
    {
      ok: judgeForwarders([{ region: 'r', rule: known({ state: 'ENABLED', targets: [`a${BUS}`] }) }], BUS),
      wrong: judgeForwarders(
        [
          { region: 'r', rule: known(null) },
          { region: 's', rule: known({ state: 'ENABLED', targets: [] }) },
        ],
        BUS,
      ),
      'not-known': judgeForwarders([{ region: 'r', rule: UNKNOWN }], BUS),
    },
  ],
  [
    'trail',
    {
      ok: judgeTrails([{ region: 'r', trails: known([TRAIL]) }]),
      wrong: judgeTrails([
        { region: 'r', trails: known([]) },
        { region: 's', trails: known([{ ...TRAIL, recordsWrites: 'no' }]) },
      ]),
      'not-known': judgeTrails([{ region: 'r', trails: known([{ ...TRAIL, recordsWrites: 'partly' }]) }]),
    },
  ],
];

describe.each(CASES)('%s', (_, judged) => {
  test.each(Object.entries(judged))('%s', (standing, found) => {
    const findings = [found].flat();
    expect(findings.map((finding) => finding.standing)).not.toEqual([]);
    expect(new Set(findings.map((finding) => finding.standing))).toEqual(new Set([standing]));
    expect(findings.filter((finding) => finding.standing === 'wrong' && finding.toDo === null)).toEqual([]);
  });
});

test('the oldest Node.js is that of package.json', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(engines.node).toBe(`>=${OLDEST_NODE.join('.')}`);
});

test('the runtime is that of serverless.yml', () => {
  expect(readFileSync('serverless.yml', 'utf8')).toContain(`  runtime: ${RUNTIME}\n`);
});
