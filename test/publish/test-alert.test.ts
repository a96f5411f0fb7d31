import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { channelAccess } from '../../lib/app/wiring/channels.ts';
import { createClients } from '../../lib/aws/clients.ts';
import { isReceived } from '../../lib/core/alerts/test-alert.ts';
import { testChannels } from '../../lib/publish/test-alert.ts';
import { testAlertText } from '../../lib/render/formats/test-alert.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { useSandbox } from '../sandbox/environment.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

const ALERT = { id: 'test/1', accountId: '111122223333', accountName: 'prod', at: '2026-11-24T09:00:00.000Z' };
const CONFIRMED = '[{ protocol: email, endpoint: a@example.com }]';
const PENDING = '[{ protocol: email, endpoint: a@example.com, state: pending }]';

/** Sends a test alert to a topic, a webhook and a bus of a world. */
async function send({
  subscriptions = CONFIRMED,
  faults = '[]',
  bus = 'alerts',
  webhook = '/slack/T0/B0/x',
  hub = 'ENABLED',
  botToken = '',
} = {}) {
  sandbox.reset(
    parseWorld(
      `topics: [{ account: "111122223333", region: us-east-1, name: alerts, subscriptions: ${subscriptions} }]
eventBuses: [{ account: "111122223333", region: us-east-1, name: alerts }]
accounts: { "111122223333": { securityHub: { us-east-1: ${hub} } } }
parameters: { /slack: { type: SecureString, value: "${sandbox.url}${webhook}" } }
faults: ${faults}`,
      'world',
    ),
  );
  const clients = createClients({ homeRegion: 'us-east-1', readAttempts: 1 });
  const names = {
    topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
    slackWebhookParameter: '/slack',
    slackBot:
      botToken === ''
        ? null
        : { tokenParameter: '/slack-token', channelId: 'C0ABC1DEF', apiUrl: `${sandbox.url}/slack/api/` },
    alertBus: bus,
    securityHub: { accountId: '111122223333', memberRole: null, externalId: undefined },
  };
  const readParameter = (name: string) =>
    Promise.resolve(name === '/slack-token' ? botToken : `${sandbox.url}${webhook}`);
  const access = channelAccess(
    { ...names, homeRegion: 'us-east-1' },
    { clients, readParameter, wait: () => Promise.resolve(), now: () => new Date(ALERT.at) },
  );
  const tests = await testChannels(access, ALERT, AbortSignal.timeout(20_000));
  clients.destroy();
  return tests;
}

async function importedFindings(): Promise<readonly unknown[]> {
  const client = new SecurityHubClient({ region: 'us-east-1' });
  const { Findings = [] } = await client.send(new GetFindingsCommand({}));
  client.destroy();
  return Findings;
}

test('goes through every channel, marked as a test, and says who took it', async () => {
  const tests = await send();
  const [sns, slack, bus, hub] = tests;
  expect(sns).toMatchObject({
    channel: 'sns',
    accepted: true,
    subscriptions: { confirmed: 1, pending: 0 },
    problem: null,
  });
  expect(slack).toMatchObject({ channel: 'slack', accepted: true, messageId: null, problem: null });
  expect(bus).toMatchObject({ channel: 'eventBridge', accepted: true, problem: null });
  expect(hub).toMatchObject({ channel: 'securityHub', accepted: true, problem: null });
  expect(await importedFindings()).toEqual([
    expect.objectContaining({ Id: 'macie-warden/111122223333/test', RecordState: 'ARCHIVED' }),
  ]);
  expect(isReceived(tests)).toBe(true);
  const of = (protocol: string) => sandbox.inbox.find((one) => one.protocol === protocol);
  expect(of('email')).toMatchObject({
    subject: '[TEST] macie-warden: a test alert of prod (111122223333)',
    messageId: sns?.messageId,
    body: expect.stringContaining('This is a test, sent on 2026-11-24 09:00:00 UTC'),
  });
  expect(of('slack')?.subject).toContain('[TEST]');
  const event = JSON.parse(of('event-bridge')?.body ?? '');
  expect(event).toMatchObject({ id: bus?.messageId, detail: { test: true, kind: 'test', status: 'notice' } });
  const schema = JSON.parse(readFileSync(`${import.meta.dirname}/../../alert.schema.json`, 'utf8'));
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(event.detail);
  expect(validate.errors).toBeNull();
  expect(Object.keys(event.detail).toSorted()).toEqual(Object.keys(schema.properties).toSorted());
});

test('says that nobody receives what SNS took', async () => {
  const [none] = await send({ subscriptions: '[]' });
  expect(none).toMatchObject({ accepted: true, problem: expect.stringMatching(/^nobody is subscribed/) });
  const [pending] = await send({ subscriptions: PENDING });
  expect(pending).toMatchObject({
    subscriptions: { confirmed: 0, pending: 1 },
    problem: expect.stringMatching(/^1 pending and no confirmed/),
  });
});

test('says what a channel refused, and that SNS did not count', async () => {
  const faults =
    '[{ kind: deny, match: { operations: [GetTopicAttributes, PutEvents] } }, { kind: throttle, match: { operations: [ListRegions] } }]';
  const tests = await send({ faults, webhook: '/nowhere', hub: 'DISABLED' });
  const [sns, slack, bus, hub] = tests;
  expect(sns).toMatchObject({
    accepted: true,
    subscriptions: null,
    problem: expect.stringMatching(/^it is not known/),
  });
  expect(slack).toMatchObject({ accepted: false, problem: expect.stringMatching(/^Slack did not take the message/) });
  expect(bus).toMatchObject({ accepted: false, problem: expect.stringContaining('Allow events:PutEvents') });
  expect(hub).toMatchObject({
    accepted: false,
    problem: expect.stringContaining('Turn Security Hub CSPM on in us-east-1'),
  });
  expect(isReceived(tests)).toBe(false);
  expect((await send({ bus: 'nowhere' }))[2]).toMatchObject({ problem: expect.stringContaining('no such bus') });
});

test('is shown a line for each channel, within the width of the terminal', async () => {
  const tests = await send({ subscriptions: PENDING, bus: 'nowhere' });
  const text = testAlertText({ received: false, channels: tests }, 60);
  expect(text).toContain('SNS: accepted; 0 confirmed subscriptions, 1 pending');
  expect(text).toContain('Slack: accepted\n');
  expect(text).toMatch(/EventBridge: not accepted\n {2}Could not put events on nowhere/);
  expect(text).toMatch(/\nresult: not received through SNS, EventBridge\n$/);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});

test('does not say that the next run sends a refused test again', async () => {
  const strikes = ['events:PutEvents', 'securityhub:BatchImportFindings'];
  const tests = await send({ faults: `[{ kind: server-error, match: { operations: [${strikes.join(', ')}] } }]` });
  const problems = tests.filter(({ accepted }) => !accepted).map(({ problem }) => problem);
  expect(problems).toHaveLength(2);
  expect(problems.join()).not.toMatch(/next run/i);
});

test('goes through the app of Slack, or says how to mend its token', async () => {
  const [, accepted] = await send({ botToken: 'xoxb-1-sandbox' });
  expect(accepted).toMatchObject({ channel: 'slack', accepted: true, problem: null });
  expect(accepted?.messageId).toMatch(/^\d+\.\d+$/);
  expect(sandbox.inbox.find(({ protocol }) => protocol === 'slack')?.subject).toContain('[TEST]');
  const [, refused] = await send({ botToken: 'xoxb-1-invalid' });
  expect(refused).toMatchObject({ accepted: false, problem: expect.stringContaining('the token is not valid') });
});
