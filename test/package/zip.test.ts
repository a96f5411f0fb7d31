import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DisableMacieCommand,
  EnableMacieCommand,
  UpdateMacieSessionCommand,
  type Macie2Client,
} from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { eventOf } from '../../sandbox/services/trail.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';
import { EVERYTHING, packageStack } from './package-stack.ts';
import { allowedActions, type Stack } from './template.ts';
import { invoke, load, loadedFiles, unpack, type Task } from './zip.ts';

let report: Stack;
let everything: Stack;
let sandbox: Sandbox;
beforeAll(async () => {
  [report, everything] = [await packageStack(), await packageStack(EVERYTHING)];
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const POLICY = `
version: 1
remediation: enforce
limits: { maxActions: 40, coolDown: 0s }
desired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }
overrides: [{ match: { regions: [us-west-1] }, onlyWithBuckets: true }]
`;
/** Every setting beside the session. */
const SETTINGS_POLICY = `
version: 1
regions: [eu-west-1, eu-west-2]
remediation: enforce
desired:
  status: ENABLED
  membership: member
  organization: { administrator: '999900000001', autoEnable: true, autoEnableDiscovery: NEW }
  automatedDiscovery: ENABLED
  automatedDiscoveryOfMembers: ENABLED
  findingsPublication: { policyFindings: true, classificationFindings: true }
  classificationExport: { bucketName: results, kmsKeyArn: 'arn:aws:kms:{region}:{account}:key/1' }
  reveal: { status: ENABLED }
  securityHub: ENABLED
`;
// Made long ago, so that a call is not in the second of its last change: CloudTrail has whole seconds.
const LONG_AGO = '2026-01-01T00:00:00Z';
const COMPLIANT = { findingPublishingFrequency: 'FIFTEEN_MINUTES', createdAt: LONG_AGO, updatedAt: LONG_AGO };

beforeEach(() => {
  const world = {
    accounts: {
      '111122223333': {
        sessions: { '*': { status: 'PAUSED' }, 'eu-west-1': null, 'us-west-2': COMPLIANT },
        buckets: { uploads: { region: 'eu-west-1', objects: 1200, bytes: 4_000_000 } },
        securityHub: { 'us-east-1': 'ENABLED' },
      },
    },
    topics: [
      {
        account: '111122223333',
        region: 'us-east-1',
        name: 'alerts',
        subscriptions: [{ protocol: 'email', endpoint: 'a@example.com' }],
      },
    ],
    tables: ['macie-warden-prod'],
    eventBuses: [{ account: '111122223333', region: 'us-east-1', name: 'alerts' }],
    parameters: { '/macie-warden/slack': { type: 'SecureString', value: `${sandbox.url}/slack/T0/B0/secret` } },
    objects: { 'policies/policy.yml': POLICY },
  };
  sandbox.reset(parseWorld(JSON.stringify(world), 'world'));
});

/** Somebody calls Macie in eu-west-1: the event of it, as EventBridge delivers it. */
async function eventByAlice(call: (macie: Macie2Client) => Promise<unknown>): Promise<object> {
  const { Credentials } = await clientsOf(sandbox).sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/Admin', RoleSessionName: 'alice' }),
  );
  await call(clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '' }).macie);
  const record = sandbox.trail.findLast(({ readOnly }) => !readOnly);
  return record ? eventOf(record) : {};
}

const disable = (macie: Macie2Client) => macie.send(new DisableMacieCommand({}));
const enable = (macie: Macie2Client) =>
  macie.send(new EnableMacieCommand({ findingPublishingFrequency: 'FIFTEEN_MINUTES' }));

const run = (task: Task, handler: 'check' | 'change', event: object): Promise<unknown> =>
  invoke(task, handler, { event, env: sandboxEnv(sandbox) });
const subjects = (protocol: string) =>
  sandbox.inbox.filter((delivery) => delivery.protocol === protocol).map(({ subject }) => subject);

/** An account with Macie on, in which no other setting is as desired; it is the Macie administrator of an organization, or of none. */
function settingsWorld(isAdministrator: boolean) {
  const own = { sessions: { '*': COMPLIANT } };
  // A member in one Region: it is not asked for what only its administrator sets.
  const member = { ...own, membership: { 'eu-west-2': { administrator: '999988887777' } } };
  const accounts = { '111122223333': isAdministrator ? own : member };
  const world = {
    ...(isAdministrator
      ? { organization: { managementAccount: '999900000001', administrator: '111122223333', accounts } }
      : { accounts }),
    topics: [{ account: '111122223333', region: 'us-east-1', name: 'alerts' }],
    tables: ['macie-warden-prod'],
    eventBuses: [{ account: '111122223333', region: 'us-east-1', name: 'alerts' }],
    parameters: {
      '/macie-warden/slack': { type: 'SecureString', value: `${sandbox.url}/slack/T0/B0/secret` },
      '/macie-warden/slack-token': { type: 'SecureString', value: 'xoxb-1-sandbox' },
    },
    objects: { 'policies/policy.yml': SETTINGS_POLICY },
  };
  return parseWorld(JSON.stringify(world), 'world');
}

/** Runs `check` over every setting beside the session, whether the policy is packaged or in S3. Returns the calls that it made. */
async function checkSettings(task: Task): Promise<readonly string[]> {
  const packaged = join(task.folder, 'policy.yml');
  if (existsSync(packaged)) writeFileSync(packaged, SETTINGS_POLICY);
  const calls: string[] = [];
  for (const isAdministrator of [false, true]) {
    sandbox.reset(settingsWorld(isAdministrator));
    expect(await run(task, 'check', {})).toMatchObject({ verdict: 'drifted' });
    calls.push(...calledByFunctions());
  }
  return calls;
}

/** Two runs of a stack that posts to Slack by a bot: what the first one opened, the second one answers in its thread. */
async function checkWithBot(task: Task): Promise<void> {
  const env = {
    ...sandboxEnv(sandbox),
    SLACK_TOKEN_PARAMETER: '/macie-warden/slack-token',
    SLACK_CHANNEL_ID: 'C0ABC1DEF',
    SLACK_API_URL: `${sandbox.url}/slack/api/`,
  };
  sandbox.reset(settingsWorld(false));
  await invoke(task, 'check', { event: {}, env });
  await clientsOf(sandbox, { region: 'eu-west-1' }).macie.send(new DisableMacieCommand({}));
  await invoke(task, 'check', { event: {}, env });
  const posts = sandbox.inbox.filter(({ protocol }) => protocol === 'slack');
  const [first] = posts;
  expect(posts.length).toBeGreaterThan(1);
  expect(posts.flatMap(({ reply }) => (reply ? [reply.ts] : []))).toContain(first?.messageId);
}

const calledByFunctions = () =>
  sandbox.calls
    .filter(({ userAgent }) => userAgent.includes('macie-warden'))
    .map(({ service, operation }) => ACTIONS[operation] ?? `${service}:${operation}`);

test('the zip holds the bundle and the policy, and nothing else', () => {
  const names = Object.keys(report.files);
  expect(names).toEqual(expect.arrayContaining(['policy.yml', 'handlers/check.mjs', 'handlers/change.mjs']));
  expect(names.filter((name) => name !== 'policy.yml' && !/^handlers\/[\w.-]+\.mjs$/.test(name))).toEqual([]);
});

test.each([
  ['report', 'drifted', enable, /^\[RESOLVED\] Macie is ON again in [^:]*: enabled by alice/],
  ['everything', 'compliant', disable, /^\[RESOLVED\] Macie is ON again in [^:]*: disabled by alice, repaired/],
] as const)(
  'runs from its zip, and calls what its role allows and nothing else: %s',
  async (name, verdict, call, state) => {
    const stack = name === 'report' ? report : everything;
    const task = unpack(stack);
    // A policy that does not depend on buckets calls less than the role allows.
    writeFileSync(join(task.folder, 'policy.yml'), POLICY);
    expect(await run(task, 'check', {})).toMatchObject({ published: true, verdict });
    expect(await run(task, 'change', await eventByAlice(call))).toMatchObject({ checked: 1 });
    expect(subjects('email').at(-1)).toMatch(state);
    expect(sandbox.inbox.findLast(({ protocol }) => protocol === 'email')?.body).toContain(
      'report in the archive: https://s3.console.aws.amazon.com/s3/object/ReportArchive?',
    );

    const before = calledByFunctions();
    const called = new Set([...before, ...(await checkSettings(task))]);
    // Everybody may ask STS who they are. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    called.delete('sts:GetCallerIdentity');
    const allowed = [...allowedActions(stack.template)].filter((action) => !MADE_BY_AWS.test(action));
    expect([...called].toSorted()).toEqual(allowed.toSorted());
  },
);

/** Calls whose action has another name. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 's3:GetObject',
  ListBuckets: 's3:ListAllMyBuckets',
};

/** What the role allows to services that act for the function. */
const MADE_BY_AWS = /^(iam|kms|logs|sqs):/;

test('every file of the zip loads, and those with our code are run, with every option on', async () => {
  const task = unpack(everything);
  await run(task, 'check', {});
  await run(task, 'change', await eventByAlice(disable));
  // Nobody has told the function of these: it asks CloudTrail.
  const { macie } = clientsOf(sandbox, { region: 'us-west-2' });
  for (const status of ['PAUSED', 'ENABLED'] as const) await macie.send(new UpdateMacieSessionCommand({ status }));
  await run(task, 'check', { digest: true });
  expect(subjects('slack')).toEqual(subjects('email'));
  expect(subjects('slack')).toHaveLength(4);
  // The digest is for people alone.
  expect(new Set(subjects('event-bridge'))).toEqual(new Set(['Macie Warden Alert']));
  expect(await run(task, 'check', { testAlert: true })).toMatchObject({ received: true });
  await checkSettings(task);
  await checkWithBot(task);
  sandbox.reset(organizationWorld());
  expect(await run(task, 'check', {})).toMatchObject({ summary: { drifted: 0, unknown: 1 } });
  expect(await run(task, 'check', { depth: 'status' })).toMatchObject({ scope: { settings: ['status'] } });

  const files = readdirSync(join(task.folder, 'handlers'));
  const ran = loadedFiles(task);
  const ranNames = new Set([...ran].map(nameOf));
  const others = files.filter((file) => !ran.has(file));
  // What is left is of the SDK (other credentials than a function has), of organizations (zip-organization.test.ts), and what only the
  // command line reads of the table.
  expect(new Set(others.map(nameOf).filter((name) => !ranNames.has(name)))).toEqual(
    new Set([
      'bowser',
      'decode-history',
      'decode-scan-records',
      'designations',
      'event-streams',
      'loadSso',
      'member',
      'organization-configuration',
      'signin',
      'sso-oidc',
      'sts',
    ]),
  );
  await load(task, others);
  expect(files.filter((file) => !loadedFiles(task).has(file))).toEqual([]);
});

/** An organization without paths, with a paused member and a role that cannot be assumed. */
function organizationWorld() {
  const sessions = { '*': { findingPublishingFrequency: 'FIFTEEN_MINUTES' } };
  const policy = `${POLICY.replace('desired: {', 'desired: { automatedDiscoveryOfMembers: DISABLED,')}
accounts: organization
organizationalUnits: [ou-ab12-11111111]
regions: [eu-west-1]
`;
  const unit = { organizationalUnit: 'ou-ab12-11111111' };
  const world = {
    organization: {
      managementAccount: '999900000001',
      administrator: '111122223333',
      paths: false,
      organizationalUnits: [{ id: 'ou-ab12-11111111', name: 'Production' }],
      accounts: {
        '111122223333': { ...unit, sessions },
        '222200000001': { ...unit, sessions, membership: 'Paused' },
        '222200000002': { ...unit, sessions, roles: { '*': null } },
      },
    },
    topics: [{ account: '111122223333', region: 'us-east-1', name: 'alerts' }],
    tables: ['macie-warden-prod'],
    eventBuses: [{ account: '111122223333', region: 'us-east-1', name: 'alerts' }],
    parameters: { '/macie-warden/slack': { type: 'SecureString', value: `${sandbox.url}/slack/T0/B0/secret` } },
    objects: { 'policies/policy.yml': policy },
  };
  return parseWorld(JSON.stringify(world), 'world');
}

/** What esbuild calls a file, without the hash. */
function nameOf(file: string): string {
  return file.replace(/-[A-Z\d]{8}\.mjs$/, '');
}
