import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckAnswer } from '../../lib/app/check/check.ts';
import { createClients } from '../../lib/aws/clients.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { forgetModules } from './cold-start.ts';
import { CONTEXT } from './context.ts';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:alerts';
const TOPIC =
  '{ account: "111122223333", region: us-east-1, name: alerts, subscriptions: [{ protocol: email, endpoint: a@example.com }] }';
const folder = mkdtempSync(join(tmpdir(), 'alerts-'));

let sandbox: Sandbox;
let slack: Server;
let posted: string[] = [];
let refusals: { status: number; headers?: Record<string, string> }[] = [];
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  slack = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const refusal = refusals.shift();
      if (!refusal) posted.push(body);
      response.writeHead(refusal?.status ?? 200, refusal?.headers).end('ok');
    });
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  slack.closeAllConnections();
  slack.close();
  await sandbox.close();
});

let logged: string[] = [];
beforeEach(() => {
  logged = [];
  posted = [];
  refusals = [];
  const keep = (line: unknown): void => void logged.push(String(line));
  for (const level of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(keep);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const secretUrl = (): string => `http://127.0.0.1:${(slack.address() as AddressInfo).port}/services/SECRET`;
const metric = (name: string): unknown => {
  const lines = logged
    .filter((line) => line.includes('"_aws"'))
    .map((line): Record<string, unknown> => JSON.parse(line));
  return lines.at(-1)?.[name];
};

function world(rest = ''): void {
  const sessions =
    // Made long ago: CloudTrail has whole seconds, so a call in the second of the last change is not told from that change.
    '{ "*": { findingPublishingFrequency: FIFTEEN_MINUTES, createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" }, eu-west-1: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES } }';
  sandbox.reset(
    parseWorld(
      `topics: [${TOPIC}]\ntables: [state]\nparameters: { /slack: { type: SecureString, value: "${secretUrl()}" } }\naccounts: { "111122223333": { sessions: ${sessions} } }\n${rest}`,
      'world',
    ),
  );
}

interface Setup {
  readonly policy?: string;
  readonly env?: Readonly<Record<string, string>>;
}

async function coldStart({ policy = '', env = {} }: Setup = {}) {
  const path = join(folder, 'policy.yml');
  writeFileSync(
    path,
    `version: 1\ndesired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }\n${policy}`,
  );
  const defaults = {
    STATE_TABLE: 'state',
    AWS_REGION: 'us-east-1',
    SLACK_WEBHOOK_PARAMETER: '',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    AWS_MAX_ATTEMPTS: '1',
  };
  Object.assign(process.env, { TOPIC_ARN, POLICY_SOURCE: path, REMEDIATION: 'enforce', ...defaults, ...env });
  forgetModules();
  const { handler } = await import('../../handlers/check.ts');
  return (event: unknown = {}): Promise<CheckAnswer> => handler(event, CONTEXT);
}

const subjects = () => sandbox.inbox.map(({ subject }) => subject);
const pause = (status: 'PAUSED' | 'ENABLED') =>
  clientsOf(sandbox).macie.send(new UpdateMacieSessionCommand({ status }));

test('a change is published once, and silence follows', async () => {
  world();
  const invoke = await coldStart();
  expect(await invoke()).toMatchObject({
    published: true,
    alerts: [{ kind: 'opened', region: 'eu-west-1', setting: 'status' }],
  });
  expect(metric('OpenDrifts')).toBe(1);
  expect(await invoke()).toMatchObject({ verdict: 'drifted', published: false, alerts: [] });
  await pause('ENABLED');
  expect(await invoke()).toMatchObject({ verdict: 'compliant', published: true, alerts: [{ kind: 'resolved' }] });
  expect(await invoke()).toMatchObject({ published: false });
  expect(subjects()).toEqual([
    expect.stringMatching(/^\[HIGH\] Macie is PAUSED in [a-z0-9-]+ of 111122223333/),
    expect.stringMatching(/^\[RESOLVED\] Macie is ON again in [a-z0-9-]+ of 111122223333/),
  ]);
  expect([metric('OpenDrifts'), metric('PendingAlerts'), metric('StateUnavailable')]).toEqual([0, 0, 0]);
});

test('a pause that was undone between two runs is told, with who did it', async () => {
  world();
  const invoke = await coldStart({ policy: 'excludeRegions: [eu-west-1]' });
  await invoke();
  const { macie } = clientsOf(sandbox, { region: 'us-east-1' });
  for (const status of ['PAUSED', 'ENABLED'] as const) await macie.send(new UpdateMacieSessionCommand({ status }));
  expect(await invoke()).toMatchObject({
    verdict: 'compliant',
    alerts: [{ kind: 'interrupted', region: 'us-east-1', actual: 'PAUSED', call: { name: 'UpdateMacieSession' } }],
  });
  expect(await invoke()).toMatchObject({ published: false, alerts: [] });
  expect(subjects()).toEqual([expect.stringMatching(/^\[MEDIUM\] Macie is ON again in us-east-1 of .*: paused by /)]);
});

test('a policy that has changed since the last full run is announced once, with its source', async () => {
  world();
  await (
    await coldStart({ policy: 'regions: [us-east-1]' })
  )();
  const invoke = await coldStart({ policy: 'regions: [us-east-1]\nwaivers: []' });
  const { alerts } = await invoke();
  expect(alerts).toMatchObject([{ kind: 'policy-changed', region: null, source: join(folder, 'policy.yml') }]);
  expect(await invoke()).toMatchObject({ published: false, alerts: [] });
  expect(subjects()).toEqual([
    `[MEDIUM] The policy has changed in account 111122223333: ${join(folder, 'policy.yml')}`,
  ]);
  expect(sandbox.inbox[0]?.body).toMatch(/before: \S+, sha256 [0-9a-f]{64}\n- now: \S+, sha256 [0-9a-f]{64}\n/);
});

test('our own repair is said as that', async () => {
  world();
  const invoke = await coldStart({ policy: 'remediation: enforce' });
  expect(await invoke()).toMatchObject({ verdict: 'compliant', alerts: [{ kind: 'repaired' }] });
  expect(await invoke()).toMatchObject({ published: false });
  expect(sandbox.inbox[0]?.body).toContain('REPAIRED (1)');
});

test('two invocations at the same moment publish one message', async () => {
  // Unreadable Regions as well: two runs at once are one look.
  world('faults: [{ kind: deny, match: { regions: [us-east-1], operations: ["macie2:*"] } }]');
  const [one, other] = [await coldStart(), await coldStart()];
  const told = await Promise.all([one(), other()]);
  expect(told.filter(({ published }) => published)).toHaveLength(1);
  expect(sandbox.inbox).toHaveLength(1);
});

test('the digest has what is open and how the week was, and repeats no alert', async () => {
  world('faults: [{ kind: deny, match: { regions: [us-east-1], operations: ["macie2:*"] } }]');
  const invoke = await coldStart({ policy: 'alerts: { unreadableAfter: 1 }' });
  await invoke();
  await invoke({ digest: true });
  expect(subjects()).toEqual([
    expect.stringMatching(/^\[HIGH\] Macie is PAUSED in .* of 111122223333.*; 1 other alert$/),
    '[INFO] macie-warden weekly digest: 1 open, 1 unreadable, 0 waived in account 111122223333',
  ]);
  const [, digest] = sandbox.inbox.map(({ body }) => body.replaceAll(/\s+/g, ' '));
  expect(digest).toMatch(/2 runs since [0-9-]+ [0-9:]+ UTC: 94\.1 % of targets could be read; no drift ended\./);
  expect(digest).toContain('STILL OPEN (1) eu-west-1: status is PAUSED, should be ENABLED');
  expect(digest).toContain('UNREADABLE (1) us-east-1: access-denied');
});

test('there is no digest without its state: nothing open would look like good news', async () => {
  world();
  const invoke = await coldStart({ env: { STATE_TABLE: 'none' } });
  await expect(invoke({ digest: true })).rejects.toThrow('the digest was not sent, because the state of earlier runs');
  expect(subjects()).toEqual([expect.stringMatching(/^\[HIGH\] Macie is PAUSED in [a-z0-9-]+ of 111122223333/)]);
});

test('what a stand-in list of Regions leaves out is not over', async () => {
  // Asked from us-west-2, the live list is denied.
  world('faults: [{ kind: deny, match: { operations: ["ssm:GetParametersByPath"], regions: [us-west-2] } }]');
  await (
    await coldStart()
  )();
  const invoke = await coldStart({ policy: 'excludeRegions: [eu-west-1]', env: { AWS_REGION: 'us-west-2' } });
  expect(await invoke()).toMatchObject({
    notices: [{ kind: 'regions-not-live' }],
    alerts: [{ kind: 'policy-changed' }],
  });
});

test('a drift that the policy no longer covers is resolved, with that as the reason', async () => {
  world();
  await (
    await coldStart()
  )();
  const { alerts } = await (await coldStart({ policy: 'excludeRegions: [eu-west-1]' }))();
  expect(alerts).toMatchObject([
    { kind: 'policy-changed' },
    { kind: 'resolved', detail: 'the policy no longer covers it, and it was not read' },
  ]);
});

test('a narrowed run says nothing of what it did not look at', async () => {
  world();
  const invoke = await coldStart();
  await invoke();
  expect(await invoke({ regions: ['us-east-1'] })).toMatchObject({ published: false, alerts: [] });
});

test('SNS down: the run fails, and the alert goes out with the next', async () => {
  world('faults: [{ kind: server-error, status: 503, match: { operations: [Publish] }, times: 12 }]');
  const invoke = await coldStart();
  await expect(invoke()).rejects.toThrow(/Could not publish/);
  expect(logged.some((line) => line.includes('the report could not be published'))).toBe(true);
  await expect(invoke()).rejects.toThrow(/Could not publish/);
  await expect(invoke()).rejects.toThrow(/Could not publish/);
  expect(await invoke()).toMatchObject({ published: true, alerts: [{ kind: 'opened' }] });
  expect(await invoke()).toMatchObject({ published: false });
  expect(sandbox.inbox).toHaveLength(1);
}, 30_000);

describe('without its state', () => {
  test.each([
    ['no such table', '', { STATE_TABLE: 'none' }],
    ['denied', 'faults: [{ kind: deny, match: { operations: ["dynamodb:*"] } }]', {}],
  ])('%s: every run reports everything, with the reason', async (_, faults, env) => {
    world(faults);
    const invoke = await coldStart({ env });
    for (let times = 0; times < 2; times++)
      expect(await invoke()).toMatchObject({ published: true, alerts: [{ kind: 'opened' }] });
    expect(sandbox.inbox).toHaveLength(2);
    expect(sandbox.inbox[0]?.body.replaceAll(/\s+/g, ' ')).toContain('The state of earlier runs was not available');
    expect(metric('StateUnavailable')).toBe(1);
  });
});

test.each([
  ['of a newer version', { v: { N: '99' }, data: { S: '{}' } }],
  ['that nobody can read', { v: { N: '2' }, data: { S: 'x' } }],
])('an item %s silences its drift, and raises the alarm on the state', async (_, attributes) => {
  world();
  const key = { pk: { S: 'account#111122223333' }, sk: { S: 'drift#eu-west-1#status' } };
  const clients = createClients({ homeRegion: 'us-east-1' });
  const table = await clients.dynamodb();
  await table.send(new PutItemCommand({ TableName: 'state', Item: { ...key, ...attributes } }));
  clients.destroy();
  const invoke = await coldStart();
  expect(await invoke()).toMatchObject({ verdict: 'drifted', published: false, alerts: [] });
  expect(metric('StateUnavailable')).toBe(1);
});

describe('Slack', () => {
  const env = { SLACK_WEBHOOK_PARAMETER: '/slack' };

  test('gets blocks in the colour of the verdict, with a way to the console', async () => {
    world();
    await (
      await coldStart({ env })
    )();
    expect(posted).toHaveLength(1);
    const { text, attachments } = JSON.parse(posted[0] ?? '');
    expect(text).toMatch(/^\[HIGH\] Macie is PAUSED in [a-z0-9-]+ of 111122223333/);
    expect(attachments[0]).toMatchObject({
      color: '#e01e5a',
      blocks: expect.arrayContaining([expect.objectContaining({ type: 'actions' })]),
    });
    expect(sandbox.inbox).toHaveLength(1);
  });

  test('that asks to wait is waited for', async () => {
    world();
    refusals = [{ status: 429, headers: { 'retry-after': '0' } }];
    await (
      await coldStart({ env })
    )();
    expect(posted).toHaveLength(1);
    expect(metric('DeliveryFailures')).toBe(0);
  });

  test('that fails stops nothing, shows as a metric, and the secret is nowhere', async () => {
    world();
    refusals = Array.from({ length: 3 }, () => ({ status: 500 }));
    const answer = await (await coldStart({ env }))();
    expect(answer).toMatchObject({ published: true });
    expect(sandbox.inbox).toHaveLength(1);
    expect(metric('DeliveryFailures')).toBe(1);
    expect(logged.join('\n')).toContain('slack did not take the message');
    expect(logged.join('\n') + JSON.stringify(answer)).not.toContain('SECRET');
  });

  test('a kind that goes to Slack alone stays pending until Slack takes it', async () => {
    world();
    refusals = [{ status: 500 }];
    const invoke = await coldStart({ env, policy: 'alerts: { channels: { sns: [resolved], slack: [opened] } }' });
    await invoke();
    expect([posted.length, sandbox.inbox.length]).toEqual([0, 0]);
    await invoke();
    await invoke();
    expect([posted.length, sandbox.inbox.length]).toEqual([1, 0]);
    await pause('ENABLED');
    await invoke();
    expect([posted.length, sandbox.inbox.length]).toEqual([1, 1]);
  });

  test('without Slack, what is for Slack alone goes to SNS', async () => {
    world();
    await (
      await coldStart({ policy: 'alerts: { channels: { sns: [resolved], slack: [opened] } }' })
    )();
    expect(sandbox.inbox).toHaveLength(1);
  });
});
