import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient, PutItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';

let sandbox: Sandbox;
let client: DynamoDBClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new DynamoDBClient({
    endpoint: sandbox.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'x' },
  });
});
beforeEach(() => sandbox.reset(parseWorld('tables: [state]', 'world')));
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

const put = new PutItemCommand({ TableName: 'state', Item: { pk: { S: 'a' }, sk: { S: 'b' } } });
const query = new QueryCommand({
  TableName: 'state',
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'a' } },
});

test('the tables of a world exist and store items', async () => {
  await client.send(put);
  expect((await client.send(query)).Items).toEqual([{ pk: { S: 'a' }, sk: { S: 'b' } }]);
  expect(sandbox.calls.map(({ service, operation, status }) => `${service}:${operation} ${status}`)).toEqual([
    'dynamodb:PutItem 200',
    'dynamodb:Query 200',
  ]);
  sandbox.reset(parseWorld('tables: [state]', 'world'));
  expect((await client.send(query)).Items).toEqual([]);
});

test('errors have the names of DynamoDB', async () => {
  await expect(client.send(new PutItemCommand({ TableName: 'none', Item: {} }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [] }))).rejects.toThrow(
    /The sandbox has no dynamodb TransactWriteItems/,
  );
});

test('faults apply to DynamoDB', async () => {
  sandbox.reset(parseWorld('tables: [state]\nfaults: [{ kind: deny, match: { operations: [PutItem] } }]', 'world'));
  await expect(client.send(put)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
