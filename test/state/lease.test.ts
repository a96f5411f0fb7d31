import { describe, expect, test } from '@jest/globals';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createStateTable } from '../../lib/state/table.ts';
import { TABLE, useTable } from './dynamodb.ts';
import { ACCOUNT, NOW } from './items.ts';

const table = useTable();
const storeOf = (name?: string) => createStateTable(table.options(name));

function lease(owner: string, fromSeconds: number) {
  const now = new Date(NOW.getTime() + fromSeconds * 1000);
  return { owner, now, until: new Date(now.getTime() + 45_000) };
}

describe('a lease', () => {
  test('is of one run at a time, and of one account', async () => {
    const store = storeOf();
    expect(await store.takeLease(ACCOUNT, lease('a', 0))).toBe(true);
    expect(await store.takeLease(ACCOUNT, lease('b', 1))).toBe(false);
    expect(await store.takeLease(ACCOUNT, lease('a', 1))).toBe(true);
    expect(await store.takeLease('444455556666', lease('b', 1))).toBe(true);
  });

  test('ends when it is released, with when the run ended that changed the state', async () => {
    const store = storeOf();
    await store.takeLease(ACCOUNT, lease('a', 0));
    await store.releaseLease(ACCOUNT, { owner: 'a', asOf: '2026-11-24T09:00:00.000Z' });
    expect(await store.takeLease(ACCOUNT, lease('b', 1))).toBe(true);
    expect((await store.load(ACCOUNT)).asOf).toBe('2026-11-24T09:00:00.000Z');
  });

  test('of a run that changed nothing leaves asOf as it was', async () => {
    const store = storeOf();
    await store.takeLease(ACCOUNT, lease('a', 0));
    await store.releaseLease(ACCOUNT, { owner: 'a', asOf: '2026-11-24T09:00:00.000Z' });
    await store.takeLease(ACCOUNT, lease('b', 1));
    await store.releaseLease(ACCOUNT, { owner: 'b', asOf: null });
    expect((await store.load(ACCOUNT)).asOf).toBe('2026-11-24T09:00:00.000Z');
    expect(await store.takeLease(ACCOUNT, lease('c', 2))).toBe(true);
  });

  test('expires, and its run can no longer release it once another has it', async () => {
    const store = storeOf();
    await store.takeLease(ACCOUNT, lease('a', 0));
    expect(await store.takeLease(ACCOUNT, lease('b', 46))).toBe(true);
    await store.releaseLease(ACCOUNT, { owner: 'a', asOf: 'late' });
    expect(await store.takeLease(ACCOUNT, lease('c', 47))).toBe(false);
    expect((await store.load(ACCOUNT)).asOf).toBeNull();
  });

  test('is renewed by its run', async () => {
    const store = storeOf();
    await store.takeLease(ACCOUNT, lease('a', 0));
    expect(await store.takeLease(ACCOUNT, lease('a', 30))).toBe(true);
    expect(await store.takeLease(ACCOUNT, lease('b', 60))).toBe(false);
  });

  test('that ends later than any run writes does not count: one forged item silences nobody', async () => {
    const store = storeOf();
    const forged = { owner: 'forged', now: NOW, until: new Date(NOW.getTime() + 55 * 60_000) };
    await store.takeLease(ACCOUNT, forged);
    expect(await store.takeLease(ACCOUNT, lease('b', 1))).toBe(true);
  });

  test.each([{ S: 'never' }, { BOOL: true }, { NULL: true }])(
    'that ends at no time does not count: %j',
    async (until) => {
      const Item = { pk: { S: `account#${ACCOUNT}` }, sk: { S: 'head' }, owner: { S: 'forged' }, until };
      await table.client().send(new PutItemCommand({ TableName: TABLE, Item }));
      expect(await storeOf().takeLease(ACCOUNT, lease('b', 1))).toBe(true);
      expect(await storeOf().takeLease(ACCOUNT, lease('c', 2))).toBe(false);
    },
  );

  test('of a clock that is far ahead does not count', async () => {
    await storeOf().takeLease(ACCOUNT, lease('a', 3600));
    expect(await storeOf().takeLease(ACCOUNT, lease('b', 0))).toBe(true);
  });

  test('goes to one of ten runs at the same time', async () => {
    const store = storeOf();
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store.takeLease(ACCOUNT, lease(`run-${index}`, 0))),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  test('of a table that fails is an error, not a lease that another run holds', async () => {
    await expect(storeOf('none').takeLease(ACCOUNT, lease('a', 0))).rejects.toThrow(/resource not found/i);
    await expect(storeOf('none').releaseLease(ACCOUNT, { owner: 'a', asOf: null })).rejects.toThrow(
      /resource not found/i,
    );
  });
});
