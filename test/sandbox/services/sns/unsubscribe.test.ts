import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  GetTopicAttributesCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../../values.ts';

const WORLD = `topics: [{ account: "${ACCOUNT}", region: eu-west-1, name: alerts, subscriptions: [] }]`;
const TopicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(parseWorld(WORLD, 'world')));
afterAll(() => sandbox.close());

async function subscribe(sns: SNSClient): Promise<string> {
  const sms = new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+15550100' });
  return (await sns.send(sms)).SubscriptionArn ?? '';
}

test('Unsubscribe ends the deliveries, and the subscription counts as deleted', async () => {
  const { sns } = clientsOf(sandbox);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: await subscribe(sns) }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
  expect(sandbox.inbox).toEqual([]);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '0', SubscriptionsDeleted: '1' });
});

test('an endpoint can subscribe again after Unsubscribe', async () => {
  const { sns } = clientsOf(sandbox);
  const first = await subscribe(sns);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: first }));
  const second = await subscribe(sns);
  expect(second).not.toBe(first);
  await sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
  expect(sandbox.inbox).toHaveLength(1);
});

test.each([
  ['the text that stands for a pending subscription', 'PendingConfirmation', 'InvalidParameterException'],
  ['an unknown subscription', `${TopicArn}:none`, 'NotFoundException'],
])('Unsubscribe rejects %s', async (_, SubscriptionArn, name) => {
  await expect(clientsOf(sandbox).sns.send(new UnsubscribeCommand({ SubscriptionArn }))).rejects.toMatchObject({
    name,
  });
});
