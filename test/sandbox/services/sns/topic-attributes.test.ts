import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
} from '@aws-sdk/client-sns';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const TopicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;

function resetTopic(subscriptions: string): void {
  const topic = `{ account: "${ACCOUNT}", region: eu-west-1, name: alerts ${subscriptions} }`;
  sandbox.reset(parseWorld(`topics: [${topic}]`, 'world'));
}

const MIXED = `, subscriptions: [
  { protocol: email, endpoint: a@example.com },
  { protocol: email, endpoint: b@example.com, state: pending },
  { protocol: email, endpoint: c@example.com, state: pending },
  { protocol: https, endpoint: "https://example.com/d", state: deleted }]`;

test('GetTopicAttributes counts the subscriptions by state', async () => {
  resetTopic(MIXED);
  const { Attributes } = await clientsOf(sandbox).sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toEqual({
    TopicArn,
    Owner: ACCOUNT,
    DisplayName: '',
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '2',
    SubscriptionsDeleted: '1',
  });
});

test('only confirmed subscriptions have an ARN and receive messages', async () => {
  resetTopic(MIXED);
  const { sns } = clientsOf(sandbox);
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual([
    expect.stringContaining(`${TopicArn}:`),
    'PendingConfirmation',
    'PendingConfirmation',
    'Deleted',
  ]);
  await sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
  expect(sandbox.inbox.map(({ endpoint }) => endpoint)).toEqual(['a@example.com']);
});

test.each([
  ['a topic of a world without subscriptions', '', '1'],
  ['a topic of a world with an empty list', ', subscriptions: []', '0'],
])('%s: SubscriptionsConfirmed is right', async (_, subscriptions, confirmed) => {
  resetTopic(subscriptions);
  const { Attributes } = await clientsOf(sandbox).sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes?.['SubscriptionsConfirmed']).toBe(confirmed);
});

test('a topic that CreateTopic makes has no subscription, and an unknown topic no attributes', async () => {
  sandbox.reset();
  const { sns } = clientsOf(sandbox);
  await expect(sns.send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes?.['SubscriptionsConfirmed']).toBe('0');
});
