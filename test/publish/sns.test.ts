import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { snsMessage } from '../../lib/render/messages/sns.ts';
import { publishToSns } from '../../lib/publish/sns.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { MESSAGES } from '../fixtures/changes.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';
import { clientsOf } from '../sandbox/values.ts';

const ALWAYS = new AbortController().signal;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

test.each([...Object.entries(REPORTS), ['large', LARGE] as const])(
  'sends each kind of subscriber its form of the report: %s',
  async (_, report) => {
    const { sns: client } = clientsOf(sandbox);
    const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'alerts' }));
    for (const [Protocol, Endpoint] of [
      ['email', 'a@example.com'],
      ['https', 'https://example.com'],
      ['sqs', 'arn:aws:sqs:eu-west-1:1:q'],
      ['sms', '+1'],
    ]) {
      await client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
    }
    await publishToSns({ client, topicArn: TopicArn }, snsMessage(report), ALWAYS);
    const got = Object.fromEntries(sandbox.inbox.map(({ protocol, body }) => [protocol, body]));
    expect(got['email']).toContain(`\nresult: ${report.verdict}`);
    expect(JSON.parse(got['https'] ?? '')).toMatchObject({ version: '1.0', source: 'custom' });
    expect(JSON.parse(got['sqs'] ?? '')).toMatchObject({ schemaVersion: 2 });
    expect(got['sms']).toMatch(/^macie-warden: /);
  },
);

test('gives filter policies the verdict, the gravest severity and the kinds', async () => {
  const { sns: client } = clientsOf(sandbox);
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'alerts' }));
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' }));
  const topic = { client, topicArn: TopicArn };
  for (const content of [MESSAGES['groups'], undefined])
    await publishToSns(topic, snsMessage(REPORTS.mixed, content), ALWAYS);
  expect(sandbox.inbox.map(({ attributes }) => attributes)).toEqual([
    {
      verdict: { Type: 'String', Value: 'drifted' },
      severity: { Type: 'String', Value: 'MEDIUM' },
      kinds: { Type: 'String.Array', Value: '["unreadable","readable"]' },
    },
    { verdict: { Type: 'String', Value: 'drifted' } },
  ]);
});

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:none';
test.each([
  [
    'a topic that is not there',
    '',
    /^Could not publish to arn:\S+: NotFound\w*: Topic does not exist\. Check TOPIC_ARN/,
  ],
  ['a denial', 'faults: [{ kind: deny }]', /AuthorizationError\w*: .* Allow sns:Publish on this topic/],
  ['a service that fails', 'faults: [{ kind: server-error, status: 503 }]', /The next run tries again/],
])('reports %s with what to check', async (_, world, message) => {
  sandbox.reset(parseWorld(world, 'world'));
  const { sns: client } = clientsOf(sandbox);
  const publishing = publishToSns({ client, topicArn: TOPIC }, snsMessage(LARGE), ALWAYS);
  await expect(publishing).rejects.toThrow(message);
  await expect(publishing).rejects.toHaveProperty('cause');
});

test.each([
  ['KMSDisabled', 'is disabled.', /Its encryption: the KMS key \S+ is disabled: enable it/],
  ['KMSInvalidState', 'is pending deletion.', /Its encryption: the KMS key \S+ is pending deletion/],
  ['KMSAccessDenied', 'is not allowed', /Its encryption: allow kms:GenerateDataKey and kms:Decrypt on the KMS key/],
])('reports %s with the state of the key', async (code, text, message) => {
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const body = `<ErrorResponse><Error><Code>${code}</Code><Message>${key} ${text}</Message></Error></ErrorResponse>`;
  const server = createServer((_, response) => response.writeHead(400, { 'content-type': 'text/xml' }).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { sns: client } = clientsOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  try {
    await expect(publishToSns({ client, topicArn: TOPIC }, snsMessage(LARGE), ALWAYS)).rejects.toThrow(message);
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});
