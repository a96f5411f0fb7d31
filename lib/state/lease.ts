import { marshall } from '@aws-sdk/util-dynamodb';
import { MINUTE_MS } from '../core/time.ts';
import type { TableOptions } from './batch-write.ts';
import { accountKey } from './stored-items.ts';

export interface Lease {
  /** The run that holds it. */
  readonly owner: string;
  readonly now: Date;
  readonly until: Date;
}

// Runs take short leases and renew them: one that ends later than this comes from a wrong clock, or nobody's run wrote it.
const LONGEST_LEASE_MS = 2 * MINUTE_MS;

const IS_FREE = 'attribute_not_exists(#until)';
const HAS_EXPIRED = '#until < :now';
const ENDS_TOO_LATE = '#until > :longest';
// A text, put there by hand, is neither earlier nor later than any time.
const IS_NO_TIME = 'NOT attribute_type(#until, :number)';
const IS_OURS = '#owner = :owner';

function leaseKey(accountId: string) {
  return { pk: accountKey(accountId), sk: 'head' };
}

/*
 * now        until          The account belongs to the owner until the run releases it, or `until` has passed.
 *  ├────────────┤           Another run can take it when one of the five conditions holds.
 *  take      expires
 */

/** Takes an account for one run. false: another run holds it. */
export async function takeLease(
  accountId: string,
  { owner, now, until }: Lease,
  { client, table: TableName }: TableOptions,
): Promise<boolean> {
  const [{ UpdateItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const command = new UpdateItemCommand({
    TableName,
    Key: marshall(leaseKey(accountId)),
    UpdateExpression: 'SET #owner = :owner, #until = :until',
    ConditionExpression: [IS_FREE, HAS_EXPIRED, ENDS_TOO_LATE, IS_NO_TIME, IS_OURS].join(' OR '),
    ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until' },
    ExpressionAttributeValues: marshall({
      ':owner': owner,
      ':until': until.getTime(),
      ':now': now.getTime(),
      ':longest': now.getTime() + LONGEST_LEASE_MS,
      ':number': 'N',
    }),
  });
  return db.send(command).then(() => true, falseIfConditionFailed);
}

/** Ends a lease, unless another run has it by now. `asOf`: when the run ended, if it changed the state. */
export async function releaseLease(
  accountId: string,
  { owner, asOf }: { readonly owner: string; readonly asOf: string | null },
  { client, table: TableName }: TableOptions,
): Promise<void> {
  const [{ UpdateItemCommand }, db] = await Promise.all([import('@aws-sdk/client-dynamodb'), client()]);
  const command = new UpdateItemCommand({
    TableName,
    Key: marshall(leaseKey(accountId)),
    UpdateExpression: `${asOf === null ? '' : 'SET #asOf = :asOf '}REMOVE #owner, #until`,
    ConditionExpression: IS_OURS,
    ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until', ...(asOf === null ? {} : { '#asOf': 'asOf' }) },
    ExpressionAttributeValues: marshall({ ':owner': owner, ...(asOf === null ? {} : { ':asOf': asOf }) }),
  });
  await db.send(command).catch(falseIfConditionFailed);
}

function falseIfConditionFailed(error: unknown): false {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
  throw error;
}
