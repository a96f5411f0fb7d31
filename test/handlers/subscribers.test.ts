import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConfirmSubscriptionCommand,
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { CheckAnswer } from '../../lib/app/check/check.ts';
import { createStateTable } from '../../lib/state/table.ts';
import { createClients } from '../../lib/aws/clients.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { clientsOf } from '../sandbox/values.ts';
import { forgetModules } from './cold-start.ts';
import { CONTEXT } from './context.ts';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:alerts';
const folder = mkdtempSync(join(tmpdir(), 'subscribers-'));

let sandbox: Sandbox;
let logged: string[] = [];
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
beforeEach(() => {
  logged = [];
  const keep = (line: unknown): void => void logged.push(String(line));
  for (const level of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(keep);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => sandbox.close());

const sns = () => clientsOf(sandbox, { region: 'us-east-1' }).sns;
const metric = (name: string): unknown =>
  logged
    .filter((line) => line.includes('"_aws"'))
    .map((line): Record<string, unknown> => JSON.parse(line))
    .at(-1)?.[name];
const calls = (operation: string): number => sandbox.calls.filter((call) => call.operation === operation).length;
const alertsReceived = (): readonly (string | null)[] =>
  sandbox.inbox.map(({ subject }) => subject).filter((subject) => !subject?.startsWith('AWS Notification'));

interface Setup {
  readonly subscriptions?: string;
  readonly faults?: string;
  readonly policy?: string;
  readonly slack?: boolean;
  readonly bus?: string;
}

/** A cold start of `check` in an account with one session paused. */
async function coldStart({ subscriptions = '[]', faults = '', policy = '', slack = false, bus = '' }: Setup) {
  const sessions =
    '{ "*": { findingPublishingFrequency: FIFTEEN_MINUTES }, eu-west-1: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES } }';
  sandbox.reset(
    parseWorld(
      `emailConfirmation: manual\ntables: [state]\neventBuses: [{ account: "111122223333", region: us-east-1, name: alerts, refuses: { every: 2, calls: 1 } }]\ntopics: [{ account: "111122223333", region: us-east-1, name: alerts, subscriptions: ${subscriptions} }]\nparameters: { /slack: { type: SecureString, value: "${sandbox.url}/slack/T0/B0/secret" } }\naccounts: { "111122223333": { sessions: ${sessions} } }\n${faults}`,
      'world',
    ),
  );
  const path = join(folder, 'policy.yml');
  writeFileSync(
    path,
    `version: 1\ndesired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }\n${policy}`,
  );
  Object.assign(process.env, {
    TOPIC_ARN,
    POLICY_SOURCE: path,
    REMEDIATION: 'report',
    STATE_TABLE: 'state',
    AWS_REGION: 'us-east-1',
    SLACK_WEBHOOK_PARAMETER: slack ? '/slack' : '',
    ALERT_BUS: bus,
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    AWS_MAX_ATTEMPTS: '1',
  });
  forgetModules();
  const { handler } = await import('../../handlers/check.ts');
  return (event: unknown = {}): Promise<CheckAnswer> => handler(event, CONTEXT);
}

test('nobody is subscribed: the alert waits, said aloud, and arrives once somebody is', async () => {
  const invoke = await coldStart({});
  for (let times = 0; times < 2; times++) {
    expect(await invoke()).toMatchObject({
      published: false,
      reason: expect.stringContaining('nobody is subscribed to the SNS topic'),
      alerts: [{ kind: 'opened' }],
    });
    expect([metric('Unsubscribed'), metric('AlertsPublished'), metric('DeliveryFailures')]).toEqual([1, 0, 0]);
  }
  expect(logged.join('\n')).toContain('nobody is subscribed to the SNS topic');
  expect(calls('Publish')).toBe(0);

  await sns().send(new SubscribeCommand({ TopicArn: TOPIC_ARN, Protocol: 'email', Endpoint: 'a@example.com' }));
  expect(await invoke()).toMatchObject({
    published: false,
    reason: expect.stringContaining('1 subscription not confirmed'),
  });
  const token = /token:\n(\S+)/.exec(sandbox.inbox[0]?.body ?? '')?.[1];
  const { SubscriptionArn } = await sns().send(new ConfirmSubscriptionCommand({ TopicArn: TOPIC_ARN, Token: token }));

  expect(await invoke()).toMatchObject({ published: true, reason: null });
  expect([metric('Unsubscribed'), metric('AlertsPublished')]).toEqual([0, 1]);
  expect(await invoke()).toMatchObject({ published: false, reason: null });
  expect(alertsReceived()).toHaveLength(1);

  await sns().send(new UnsubscribeCommand({ SubscriptionArn }));
  expect(await invoke()).toMatchObject({ published: false, reason: null });
});

test('the history of runs says that nobody was subscribed', async () => {
  const invoke = await coldStart({});
  await invoke();
  const clients = createClients({ homeRegion: 'us-east-1' });
  const store = createStateTable({ client: clients.dynamodb, table: 'state', wait: () => Promise.resolve() });
  expect((await store.lastRuns(1))[0]?.audience).toEqual({ kind: 'unsubscribed', pending: 0 });
  clients.destroy();
});

test('a run asks only if it has something to send, and once for the alerts and the digest', async () => {
  const subscriptions = '[{ protocol: email, endpoint: a@example.com }]';
  const invoke = await coldStart({ subscriptions });
  await invoke({ digest: true });
  expect([calls('GetTopicAttributes'), calls('Publish')]).toEqual([1, 2]);
  await invoke();
  expect(calls('GetTopicAttributes')).toBe(1);
});

test('a digest for nobody is not published, and the answer and the metric say why', async () => {
  const invoke = await coldStart({ subscriptions: '[{ protocol: email, endpoint: a@example.com, state: confirmed }]' });
  const arn = async (): Promise<string | undefined> => {
    const { Subscriptions = [] } = await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC_ARN }));
    return Subscriptions[0]?.SubscriptionArn;
  };
  await invoke();
  await sns().send(new UnsubscribeCommand({ SubscriptionArn: await arn() }));
  expect(await invoke({ digest: true })).toMatchObject({
    published: false,
    reason: expect.stringContaining('nobody is subscribed to the SNS topic'),
  });
  expect([metric('Unsubscribed'), calls('Publish')]).toEqual([[0, 1], 1]);
});

test.each(['deny', 'server-error, status: 503'])(
  'a question that fails (%s) silences nothing and repeats nothing; a metric and the answer say so',
  async (kind) => {
    const invoke = await coldStart({
      subscriptions: '[{ protocol: email, endpoint: a@example.com }]',
      faults: `faults: [{ kind: ${kind}, match: { operations: [GetTopicAttributes] } }]`,
    });
    expect(await invoke()).toMatchObject({ published: true, reason: expect.stringContaining('is not known') });
    expect([metric('AudienceUnknown'), metric('Unsubscribed')]).toEqual([1, 0]);
    expect(await invoke()).toMatchObject({ published: false, reason: null });
    expect(alertsReceived()).toHaveLength(1);
  },
);

test('Slack alone is an audience: nothing waits, and nobody is alarmed', async () => {
  const invoke = await coldStart({ slack: true });
  expect(await invoke()).toMatchObject({ published: true, reason: null });
  expect(metric('Unsubscribed')).toBe(0);
  expect(await invoke()).toMatchObject({ published: false });
  expect(sandbox.inbox.map(({ protocol }) => protocol)).toEqual(['slack']);
});

test('what is for the topic alone waits, though Slack takes the rest', async () => {
  const invoke = await coldStart({
    slack: true,
    policy: 'alerts: { channels: { sns: [opened], slack: [resolved] } }',
  });
  expect(await invoke()).toMatchObject({ published: false, reason: expect.stringContaining('nobody is subscribed') });
  expect(metric('Unsubscribed')).toBe(1);
});

const EMAIL = '[{ protocol: email, endpoint: a@example.com }]';

test('a test alert goes through every channel; nothing is read, opened or stored', async () => {
  const invoke = await coldStart({ subscriptions: EMAIL, slack: true, bus: 'alerts' });
  expect(await invoke({ testAlert: true })).toEqual({
    testAlert: expect.stringMatching(/^test\/111122223333\//),
    received: true,
    channels: [
      expect.objectContaining({ channel: 'sns', accepted: true, subscriptions: { confirmed: 1, pending: 0 } }),
      expect.objectContaining({ channel: 'slack', accepted: true }),
      expect.objectContaining({ channel: 'eventBridge', accepted: true }),
    ],
  });
  expect(sandbox.inbox.map(({ protocol }) => protocol).toSorted()).toEqual(['email', 'event-bridge', 'slack']);
  const called = new Set(sandbox.calls.map(({ service }) => service));
  expect([...called].filter((service) => ['macie2', 'dynamodb', 'cloudtrail'].includes(service))).toEqual([]);
  expect(logged.filter((line) => line.includes('"test alert"'))).toHaveLength(3);
});

test('EventBridge takes half: the other half reaches it with the next run, and SNS gets nothing twice', async () => {
  const invoke = await coldStart({
    subscriptions: EMAIL,
    bus: 'alerts',
    policy: 'overrides: [{ match: { regions: [eu-west-2] }, desired: { findingPublishingFrequency: SIX_HOURS } }]',
  });
  const events = () =>
    sandbox.inbox.flatMap(({ protocol, body }) => (protocol === 'event-bridge' ? [JSON.parse(body)] : []));
  const emails = () => sandbox.inbox.filter(({ protocol }) => protocol === 'email').length;
  await invoke();
  expect([events().length, emails(), metric('DeliveryFailures')]).toEqual([1, 1, 1]);
  expect(logged.join('\n')).toContain('eventBridge did not take the message');
  await invoke();
  expect([events().length, emails(), metric('DeliveryFailures')]).toEqual([2, 1, 0]);
  expect(new Set(events().map(({ detail }) => detail.id)).size).toBe(2);
  await invoke();
  expect(sandbox.inbox).toHaveLength(3);
});

test('EventBridge is denied: SNS has the alert, and the run does not fail', async () => {
  const faults = 'faults: [{ kind: deny, match: { operations: [PutEvents] } }]';
  const invoke = await coldStart({ subscriptions: EMAIL, bus: 'alerts', faults });
  expect(await invoke()).toMatchObject({ published: true, alerts: [{ kind: 'opened' }] });
  expect(logged.join('\n')).toContain('Allow events:PutEvents on this bus');
  expect(await invoke()).toMatchObject({ published: false, alerts: [] });
  expect(alertsReceived()).toHaveLength(1);
});
