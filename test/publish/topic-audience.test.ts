import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { topicAudience } from '../../lib/publish/topic-audience.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
const signal = new AbortController().signal;
const subscription = (state: string): string => `{ protocol: email, endpoint: ${state}@example.com, state: ${state} }`;
const world = (states: readonly string[], rest = ''): string =>
  `topics: [{ account: "111122223333", region: eu-west-1, name: alerts, subscriptions: [${states.map(subscription).join(', ')}] }]\n${rest}`;

test.each([
  ['no subscription', [], { kind: 'unsubscribed', pending: 0 }],
  ['one that is pending', ['pending'], { kind: 'unsubscribed', pending: 1 }],
  ['one that was deleted', ['deleted'], { kind: 'unsubscribed', pending: 0 }],
  ['one that is confirmed', ['deleted', 'pending', 'confirmed'], { kind: 'subscribed' }],
])('a topic with %s', async (_, states, audience) => {
  sandbox.reset(parseWorld(world(states), 'world'));
  expect(await topicAudience({ client: clientsOf(sandbox).sns, topicArn }, signal)).toEqual(audience);
});

test.each([
  ['is denied', 'faults: [{ kind: deny, match: { operations: [GetTopicAttributes] } }]', /not authorized/],
  ['fails', 'faults: [{ kind: server-error, status: 503 }]', /\S/],
])('a question that %s leaves it unknown, with the reason', async (_, faults, why) => {
  sandbox.reset(parseWorld(world(['confirmed'], faults), 'world'));
  expect(await topicAudience({ client: clientsOf(sandbox).sns, topicArn }, signal)).toEqual({
    kind: 'unknown',
    why: expect.stringMatching(why),
  });
});

test('a question without an answer ends with its signal', async () => {
  sandbox.reset(parseWorld(world(['confirmed']), 'world'));
  const audience = await topicAudience({ client: clientsOf(sandbox).sns, topicArn }, AbortSignal.abort());
  expect(audience).toMatchObject({ kind: 'unknown', why: expect.stringContaining('Abort') });
});
