import { describe, expect, test } from '@jest/globals';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { createProcessedEvents } from '../../lib/state/processed-events.ts';
import { TABLE, useTable } from './dynamodb.ts';
import { NOW } from './items.ts';

const table = useTable();
const processed = () => createProcessedEvents(table.options());
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `id-${index}`);

describe('processed events', () => {
  test('are found, however many there are', async () => {
    const { find, add } = processed();
    expect(await find(ids(250))).toEqual(new Set());
    await add(ids(130), NOW);
    expect(await find(ids(250))).toEqual(new Set(ids(130)));
    expect(await find(['id-1', 'id-1'])).toEqual(new Set(['id-1']));
  });

  test('expire after a day, when they cannot come again', async () => {
    await processed().add(['id-1'], NOW);
    const { Items } = await table.client().send(new ScanCommand({ TableName: TABLE }));
    expect(Items?.map(({ pk, expires }) => [pk?.S, Number(expires?.N) * 1000 - NOW.getTime()])).toEqual([
      ['event#id-1', 24 * 60 * 60 * 1000],
    ]);
  });

  test('cost no call when there are none', async () => {
    expect(await processed().find([])).toEqual(new Set());
    await processed().add([], NOW);
    expect(table.sandbox().calls).toEqual([]);
  });

  test('of a table that fails are an error', async () => {
    table.sandbox().reset();
    await expect(processed().find(['id'])).rejects.toThrow(/ResourceNotFound|resource not found/i);
  });
});
