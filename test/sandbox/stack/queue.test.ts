import { expect, test } from '@jest/globals';
import { Queue, type QueueOptions } from '../../../sandbox/stack/queue.ts';

function queueOf(consume: (bodies: readonly string[]) => readonly string[], over: Partial<QueueOptions> = {}) {
  const batches: (readonly string[])[] = [];
  const queue = new Queue({
    batchSize: 3,
    windowMs: 5,
    visibilityMs: 5,
    maxReceives: 3,
    arn: 'arn:aws:sqs:us-east-1:111122223333:q',
    consume: ({ Records }) => {
      const bodies = Records.map(({ body }) => body);
      batches.push(bodies);
      const failed = consume(bodies);
      const batchItemFailures = Records.filter(({ body }) => failed.includes(body)).map(({ messageId }) => ({
        itemIdentifier: messageId,
      }));
      return Promise.resolve({ batchItemFailures });
    },
    ...over,
  });
  return { queue, batches };
}

test('messages in one window are delivered in batches', async () => {
  const { queue, batches } = queueOf(() => []);
  for (const body of ['a', 'b', 'c', 'd']) queue.send(body);
  await queue.settled();
  expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
  queue.send('e');
  await queue.settled();
  expect(batches).toHaveLength(3);
});

test('a failed message is delivered again and ends in the dead-letter queue', async () => {
  let left = 2;
  const buried: string[] = [];
  const { queue, batches } = queueOf(
    (bodies) => (bodies.includes('once') && left-- > 1 ? ['once', 'never'] : ['never']),
    { onDeadLetter: (body) => buried.push(body) },
  );
  for (const body of ['once', 'never', 'fine']) queue.send(body);
  await queue.settled();
  expect(batches.flat().toSorted()).toEqual(['fine', 'never', 'never', 'never', 'once', 'once']);
  expect([queue.deadLetters, buried]).toEqual([['never'], ['never']]);
});

test('a failed consumer gets the whole batch again', async () => {
  let times = 0;
  const { queue, batches } = queueOf(() => {
    if (times++ === 0) throw new Error('no');
    return [];
  }, {});
  queue.send('a');
  queue.send('b');
  await queue.settled();
  expect(batches.flat().toSorted()).toEqual(['a', 'a', 'b', 'b']);
});

test('settled resolves at once if nothing was sent', async () => {
  await expect(queueOf(() => []).queue.settled()).resolves.toBeUndefined();
});
