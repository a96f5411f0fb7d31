import { afterAll, beforeAll, beforeEach, expect, test, afterEach } from '@jest/globals';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { clientsOf } from '../../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

// Closes servers even if the test fails.
const opened: (() => unknown)[] = [];
afterEach(() => Promise.all(opened.splice(0).map((close) => close())));

/** An endpoint on this machine for a subscription. */
async function listen(onRequest: RequestListener): Promise<string> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

async function topic(...subscriptions: { Protocol: string; Endpoint: string }[]) {
  const { sns } = clientsOf(sandbox);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  for (const subscription of subscriptions) await sns.send(new SubscribeCommand({ TopicArn, ...subscription }));
  return { sns, TopicArn };
}

test('each subscriber gets the text for its protocol', async () => {
  const { sns, TopicArn } = await topic(
    { Protocol: 'email', Endpoint: 'a@example.com' },
    { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:111122223333:q' },
  );
  const Message = JSON.stringify({ default: 'plain', email: 'dear a & <b>' });
  const { MessageId } = await sns.send(
    new PublishCommand({ TopicArn, Subject: 'hello', Message, MessageStructure: 'json' }),
  );
  expect(sandbox.inbox.map(({ protocol, body, subject, messageId }) => [protocol, body, subject, messageId])).toEqual([
    ['email', 'dear a & <b>', 'hello', MessageId],
    ['sqs', 'plain', 'hello', MessageId],
  ]);
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions?.map(({ Endpoint }) => Endpoint)).toEqual([
    'a@example.com',
    'arn:aws:sqs:eu-west-1:111122223333:q',
  ]);
});

test('only an http subscriber on this machine is called', async () => {
  const got: string[] = [];
  const here = await listen((request, response) => {
    request.on('data', (chunk) => got.push(String(chunk)));
    request.on('end', () => response.end());
  });
  const { sns, TopicArn } = await topic(
    { Protocol: 'http', Endpoint: here },
    { Protocol: 'https', Endpoint: 'https://example.com/hook' },
  );
  await sns.send(new PublishCommand({ TopicArn, Message: 'hi' }));
  expect(await Promise.all(sandbox.inbox.map(({ outcome }) => outcome))).toEqual(['answered 200', 'shown']);
  expect(JSON.parse(got.join(''))).toMatchObject({ Type: 'Notification', Message: 'hi', TopicArn });
});

test('raw delivery sends the text alone, and no redirect is followed', async () => {
  const got: string[] = [];
  const Endpoint = await listen((request, response) => {
    request.on('data', (chunk) => got.push(`${request.url} ${String(chunk)}`));
    request.on('end', () => response.writeHead(302, { location: '/elsewhere' }).end());
  });
  const { sns, TopicArn } = await topic();
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint, Attributes }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'hi' }));
  expect(await sandbox.inbox[0]?.outcome).toBe('answered 302');
  expect(got).toEqual(['/hook hi']);
});

test('concurrent publishes report each delivery once', async () => {
  const bodies: string[] = [];
  const slow = await startSandbox({ latencyMs: 5, onDelivery: ({ body }) => bodies.push(body) });
  opened.push(slow.close);
  const { sns } = clientsOf(slow);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+15550100' }));
  await Promise.all(['a', 'b', 'c'].map((Message) => sns.send(new PublishCommand({ TopicArn, Message }))));
  expect(bodies.toSorted()).toEqual(['a', 'b', 'c']);
});

test.each([
  ['no topic', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:none' }, 'NotFound'],
  ['no ARN', { TopicArn: 'alerts' }, 'InvalidParameter'],
  ['an empty message', { Message: '' }, 'InvalidParameter'],
  ['a message that is too long', { Message: 'x'.repeat(262_145) }, 'InvalidParameter'],
  [
    'a message that is too long with its attributes',
    {
      Message: 'x'.repeat(262_140),
      MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
    },
    'InvalidParameter',
  ],
  ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'InvalidParameter'],
  ['a subject with a line break', { Subject: 'a\nb' }, 'InvalidParameter'],
  ['a subject that is not ASCII', { Subject: 'é' }, 'InvalidParameter'],
  ['no default', { Message: '{"email":"x"}', MessageStructure: 'json' }, 'InvalidParameter'],
  ['no JSON', { Message: '{', MessageStructure: 'json' }, 'InvalidParameter'],
])('Publish rejects %s', async (_, over, code) => {
  const { sns, TopicArn } = await topic();
  const error = await sns
    .send(new PublishCommand({ TopicArn, Message: 'm', ...over }))
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ Error: expect.objectContaining({ Code: code }) });
});
