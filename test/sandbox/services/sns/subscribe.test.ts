import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SubscribeCommand,
  paginateListSubscriptionsByTopic,
} from '@aws-sdk/client-sns';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  sandbox.reset(parseWorld('emailConfirmation: manual', 'world'));
  await clientsOf(sandbox).sns.send(new CreateTopicCommand({ Name: 'alerts' }));
});
afterAll(() => sandbox.close());

const TopicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;
const email = { TopicArn, Protocol: 'email', Endpoint: 'a@example.com' };
const endpoints = () => sandbox.inbox.map(({ endpoint, subject }) => [endpoint, subject]);

test('a subscription by email receives messages only after ConfirmSubscription', async () => {
  const { sns } = clientsOf(sandbox);
  const publish = new PublishCommand({ TopicArn, Subject: 'hello', Message: 'm' });
  expect(await sns.send(new SubscribeCommand(email))).toMatchObject({ SubscriptionArn: 'pending confirmation' });
  await sns.send(publish);
  expect(endpoints()).toEqual([['a@example.com', 'AWS Notification - Subscription Confirmation']]);

  const Token = sandbox.inbox[0]?.body.trim().split('\n').at(-1);
  const confirmed = await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions?.[0]?.SubscriptionArn).toBe(confirmed.SubscriptionArn);
  await sns.send(publish);
  expect(endpoints().slice(1)).toEqual([['a@example.com', 'hello']]);
});

test('a second Subscribe sends the confirmation again, and returns the ARN on request', async () => {
  const { sns } = clientsOf(sandbox);
  await sns.send(new SubscribeCommand(email));
  const again = await sns.send(new SubscribeCommand({ ...email, ReturnSubscriptionArn: true }));
  expect(again.SubscriptionArn).toContain(`${TopicArn}:`);
  const tokens = sandbox.inbox.map(({ body }) => body.trim().split('\n').at(-1));
  expect(tokens).toEqual([tokens[0], tokens[0]]);
});

test('an unknown token confirms nothing', async () => {
  const { sns } = clientsOf(sandbox);
  await sns.send(new SubscribeCommand(email));
  await expect(sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'x' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid parameter: Token',
  });
});

test('by default the sandbox confirms a subscription by email itself', async () => {
  sandbox.reset();
  const { sns } = clientsOf(sandbox);
  await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  expect(await sns.send(new SubscribeCommand(email))).toMatchObject({ SubscriptionArn: 'pending confirmation' });
  await sns.send(new PublishCommand({ TopicArn, Subject: 'hello', Message: 'm' }));
  expect(endpoints()).toEqual([['a@example.com', 'hello']]);
});

test('other protocols are confirmed at once', async () => {
  const sms = new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+15550100' });
  expect((await clientsOf(sandbox).sns.send(sms)).SubscriptionArn).toContain(`${TopicArn}:`);
});

test('ListSubscriptionsByTopic returns pages of 100', async () => {
  const { sns } = clientsOf(sandbox);
  for (let number = 0; number < 101; number++)
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: `+1555${number}` }));
  const sizes: (number | undefined)[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn }))
    sizes.push(page.Subscriptions?.length);
  expect(sizes).toEqual([100, 1]);
  await expect(sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken: 'none' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test.each([
  ['http', 'https://example.com/'],
  ['https', 'http://example.com/'],
  ['email', 'nobody'],
  ['sqs', 'queue'],
  ['pigeon', 'x'],
])('Subscribe rejects the endpoint %s %s', async (Protocol, Endpoint) => {
  const { sns } = clientsOf(sandbox);
  await expect(sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
