import type { GlobalSecondaryIndexDescription, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { TableFacts } from '../../core/doctor/facts.ts';
import type { Lookup } from '../../core/lookup.ts';
import type { Clients } from '../clients.ts';
import { itemsOf } from '../items-of.ts';
import { ask } from './ask.ts';
import { promised } from './promised.ts';

/** The form of a table; null: there is none of that name. */
export async function readTable(
  name: string,
  { clients, signal }: { readonly clients: Pick<Clients, 'dynamodb'>; readonly signal: AbortSignal },
): Promise<Lookup<TableFacts | null>> {
  const [client, { DescribeTableCommand, DescribeTimeToLiveCommand }] = await Promise.all([
    clients.dynamodb(),
    import('@aws-sdk/client-dynamodb'),
  ]);
  const region = await client.config.region();
  const described = await ask({ operation: 'dynamodb:DescribeTable', region }, async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }), { abortSignal: signal });
    return promised(Table, 'Table');
  });
  if (described.kind === 'unknown') return described;
  if (described.value === null) return { kind: 'known', value: null };
  const expiry = await ask({ operation: 'dynamodb:DescribeTimeToLive', region }, async () => {
    const command = new DescribeTimeToLiveCommand({ TableName: name });
    const { TimeToLiveDescription } = await client.send(command, { abortSignal: signal });
    return promised(TimeToLiveDescription, 'TimeToLiveDescription');
  });
  if (expiry.kind === 'unknown') return expiry;
  const { TimeToLiveStatus, AttributeName } = expiry.value ?? {};
  const { TableStatus, KeySchema, GlobalSecondaryIndexes } = described.value;
  return {
    kind: 'known',
    value: {
      status: TableStatus ?? '',
      keys: keysOf(KeySchema),
      indexes: Object.fromEntries(itemsOf(GlobalSecondaryIndexes).map(indexOf)),
      expiryAttribute: TimeToLiveStatus === 'ENABLED' ? (AttributeName ?? null) : null,
    },
  };
}

function keysOf(schema: readonly KeySchemaElement[] | undefined): readonly string[] {
  return itemsOf(schema).map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`);
}

function indexOf({ IndexName = '', IndexStatus, KeySchema }: GlobalSecondaryIndexDescription) {
  return [IndexName, { status: IndexStatus ?? '', keys: keysOf(KeySchema) }] as const;
}
