import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableOptions } from '../../lib/state/batch-write.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ACCOUNT } from './items.ts';

export const TABLE = 'state';

/** Real DynamoDB calls to the sandbox, where dynalite answers them; an empty table for each test. */
export function useTable() {
  let sandbox: Sandbox;
  let client: DynamoDBClient;
  beforeAll(async () => {
    sandbox = await startSandbox();
    const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'x' };
    client = new DynamoDBClient({ endpoint: sandbox.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  beforeEach(() => sandbox.reset(parseWorld(`tables: [${TABLE}]`, 'world')));
  afterAll(async () => {
    client.destroy();
    await sandbox.close();
  });
  return {
    sandbox: () => sandbox,
    client: () => client,
    options: (table = TABLE): TableOptions => ({
      client: () => Promise.resolve(client),
      table,
      wait: () => Promise.resolve(),
    }),
  };
}
