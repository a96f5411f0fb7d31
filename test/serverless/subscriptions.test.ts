import { expect, test } from '@jest/globals';
import { emailSubscriptions } from '../../serverless/subscriptions.ts';

test('a subscription keeps its logical id whatever other addresses come and go', () => {
  const topic = { Ref: 'Topic' };
  const idsOf = (...addresses: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(emailSubscriptions(addresses, topic)).map(([id, resource]) => [
        Object(resource).Properties.Endpoint,
        id,
      ]),
    );
  const { 'b@example.com': alone } = idsOf('b@example.com');
  expect(alone).toMatch(/^EmailSubscription[\da-f]{8}$/);
  expect(idsOf('a@example.com', 'b@example.com')['b@example.com']).toBe(alone);
  expect(idsOf('b@example.com', 'a@example.com')['b@example.com']).toBe(alone);
  expect(emailSubscriptions([], topic)).toEqual({});
});
