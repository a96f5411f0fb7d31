import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { warden } from './warden.ts';

let sandbox: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'test-alert-'));
beforeAll(async () => {
  sandbox = await startSandbox();
  use();
});
afterAll(() => sandbox.close());

function use(kinds: readonly string[] = []): void {
  const faults = kinds.map((kind) => ({ kind, match: { operations: ['GetParameter'] } }));
  sandbox.reset(
    parseWorld(
      `topics: [{ account: "111122223333", region: eu-west-1, name: alerts }, { account: "111122223333", region: eu-west-1, name: empty, subscriptions: [] }]
parameters: { /slack: { type: SecureString, value: "${sandbox.url}/slack/T0/B0/x" } }
faults: ${JSON.stringify(faults)}`,
      'world',
    ),
  );
}

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333';
const run = (...args: string[]) => warden(['alerts', 'test', ...args], { cwd, sandbox });

test('sends a test alert through the channels that are named, and exits with 0 if somebody can receive it', async () => {
  const sent = await run('--topic', `${TOPIC}:alerts`, '--slack-webhook-parameter', '/slack', '--bus', 'default');
  expect(sent).toMatchObject({ code: 0, stderr: '' });
  expect(sent.stdout).toMatch(
    /^SNS: accepted; 1 confirmed subscription, 0 pending; message \S+\nSlack: accepted\nEventBridge: accepted; message \S+\nresult: received\n$/,
  );
  expect(sandbox.inbox.map(({ protocol }) => protocol).toSorted()).toEqual(['email', 'event-bridge', 'slack']);
});

test.each([
  ['/nowhere', [], /there is no parameter \/nowhere in that account and Region: make it, of the type SecureString/],
  [
    '/slack',
    ['deny'],
    /\/slack with the secret of Slack could not be read \(AccessDenied\S+: .*\): allow ssm:GetParameter/,
  ],
  ['/slack', ['server-error'], /\/slack with the secret of Slack could not be read \(\S.*\): check that it is there/],
])('says why the parameter %s of Slack could not be read: %j', async (parameter, kinds, problem) => {
  use(kinds);
  const { code, stdout } = await run('--topic', `${TOPIC}:empty`, '--slack-webhook-parameter', parameter);
  use();
  expect(code).toBe(1);
  expect(stdout).toMatch(/\nresult: not received\n$/);
  expect(stdout.replaceAll('\n', ' ')).toMatch(problem);
});

test('exits with 1 if nobody receives it, also as JSON', async () => {
  const { code, stdout } = await run('--topic', `${TOPIC}:empty`, '--format', 'json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    received: false,
    channels: [{ channel: 'sns', accepted: true, subscriptions: { confirmed: 0, pending: 0 } }],
  });
});

test.each([
  [[], /^no channel is named: give --topic, /],
  [['--topic', 'alerts'], /^--topic: expected the ARN of an SNS topic, such as .*, found "alerts"/],
  [['--format', 'yaml', '--bus', 'x'], /Allowed choices are text, json/],
])('exits with 3 for bad usage: %j', async (args, message) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr.replace(/^(macie-warden|error): /, '')).toMatch(message);
});

test('names the variables of its options in the help', async () => {
  const { stdout } = await run('--help');
  expect(stdout).toContain('(default: TOPIC_ARN)');
  expect(stdout).not.toContain('default: ""');
});
