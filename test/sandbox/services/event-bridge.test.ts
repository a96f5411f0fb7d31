import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DescribeEventBusCommand, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const ENTRY = { Source: 'test', DetailType: 'Test', Detail: '{}' };
const put = (...Entries: PutEventsRequestEntry[]) =>
  clientsOf(sandbox).eventBridge.send(new PutEventsCommand({ Entries }));

test('refuses the entries that AWS refuses, and takes the others', async () => {
  const { FailedEntryCount, Entries = [] } = await put(
    ENTRY,
    { ...ENTRY, Source: 'aws.macie2' },
    { ...ENTRY, Detail: '[]' },
    { ...ENTRY, Detail: '{' },
    { ...ENTRY, DetailType: 'x'.repeat(129) },
    { Detail: '{}', Source: 'test' },
  );
  expect(FailedEntryCount).toBe(5);
  expect(Entries.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    'NotAuthorizedForSourceException',
    'MalformedDetail',
    'MalformedDetail',
    'InvalidArgument',
    'InvalidArgument',
  ]);
  expect(sandbox.inbox).toHaveLength(1);
});

test('refuses too many entries, and too many bytes', async () => {
  await expect(put()).rejects.toThrow('1 to 10 entries');
  await expect(put(...Array.from({ length: 11 }, () => ENTRY))).rejects.toThrow('1 to 10 entries');
  const large = { ...ENTRY, Detail: JSON.stringify({ text: 'x'.repeat(140_000) }) };
  await expect(put(large, large)).rejects.toThrow('over the limit');
});

test('takes an event for a bus that does not exist, and drops it', async () => {
  const before = sandbox.inbox.length;
  expect(await put({ ...ENTRY, EventBusName: 'nowhere' })).toMatchObject({ FailedEntryCount: 0 });
  expect(sandbox.inbox).toHaveLength(before);
  const describe = (Name: string) => clientsOf(sandbox).eventBridge.send(new DescribeEventBusCommand({ Name }));
  await expect(describe('nowhere')).rejects.toThrow('does not exist');
  expect(await describe('default')).toMatchObject({ Name: 'default' });
});
