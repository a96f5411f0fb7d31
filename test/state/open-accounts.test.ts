import { describe, expect, test } from '@jest/globals';
import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RepairAttempt } from '../../lib/core/guard-rails/repair-attempt.ts';
import { EMPTY_STATE, type State } from '../../lib/core/alerts/records.ts';
import type { SessionTimes } from '../../lib/core/alerts/session-times.ts';
import { createStateTable } from '../../lib/state/table.ts';
import { driftAlert } from '../fixtures/alerts.ts';
import { attemptOf, ledgerOf } from '../core/guard-rails/ledgers.ts';
import { TABLE, useTable } from './dynamodb.ts';
import { ACCOUNT, driftRecord, NOW, stateOf, stored, unreadableRecord } from './items.ts';

const table = useTable();
const store = () => createStateTable(table.options());
const idOf = (number: number): string => String(100_000_000_000 + number);

function sessionsOf(accountId: string): SessionTimes {
  const time = { createdAt: NOW.toISOString(), updatedAt: null };
  return { kind: 'sessions', accountId, regions: { 'eu-west-1': time } };
}

async function save(state: Partial<State>, accountId = ACCOUNT): Promise<void> {
  await store().save(accountId, { before: stored(), after: { ...EMPTY_STATE, ...state } });
}

const attempt = (outcome: RepairAttempt['outcome']): Partial<State> => ({
  ledgers: [ledgerOf([{ ...attemptOf(NOW.toISOString()), outcome }])],
});
const pending = driftAlert({ kind: 'resolved', waiver: null });

describe('an account is open', () => {
  test.each<[string, Partial<State>, boolean]>([
    ['with an open drift', { drifts: [driftRecord()] }, true],
    ['with a waived drift', { drifts: [driftRecord({ state: 'waived' })] }, true],
    ['with an alert to deliver', { drifts: [driftRecord({ state: 'closed', pending: [pending] })] }, true],
    ['with a drift that flaps', { drifts: [driftRecord({ state: 'closed', isFlapping: true })] }, true],
    ['not with a closed drift', { drifts: [driftRecord({ state: 'closed' })] }, false],
    ['with an unreadable target', { unreadable: [unreadableRecord()] }, true],
    ['not with a readable one', { unreadable: [unreadableRecord({ state: 'closed' })] }, false],
    ['with a repair of which nothing is known', attempt('recorded'), true],
    ['with a repair that was not seen', attempt('sent'), true],
    ['not with a repair that was seen', attempt('verified'), false],
    ['not with session times', { sessions: [sessionsOf(ACCOUNT)] }, false],
  ])('%s', async (_, state, isOpen) => {
    await save(state);
    expect(await store().openAccounts()).toEqual(isOpen ? [ACCOUNT] : []);
  });

  test('no more once its items have closed', async () => {
    const open = { ...EMPTY_STATE, drifts: [driftRecord()] };
    await save(open);
    const after = { ...EMPTY_STATE, drifts: [driftRecord({ state: 'closed' })] };
    await store().save(ACCOUNT, { before: stored(open), after });
    expect(await store().openAccounts()).toEqual([]);
    const { Items } = await table.client().send(new ScanCommand({ TableName: TABLE }));
    expect(Items).toHaveLength(1);
  });
});

test('finding open accounts costs their items, to the last page, and not the other accounts', async () => {
  for (let number = 0; number < 40; number++) await save({ sessions: [sessionsOf(idOf(number))] }, idOf(number));
  await save(stateOf(60));
  const seen: unknown[] = [];
  const counted = { ...table.options(), client: async () => countingClient(table.client(), seen) };
  expect(await createStateTable(counted).openAccounts()).toEqual([ACCOUNT]);
  expect(seen).toEqual([60]);
});

/** Notes how many items each answer has. */
function countingClient(client: DynamoDBClient, seen: unknown[]): DynamoDBClient {
  return new Proxy(client, {
    get: (target, name) =>
      name === 'send'
        ? async (command: Parameters<DynamoDBClient['send']>[0]) => {
            const answer = await target.send(command);
            seen.push(Reflect.get(answer, 'ScannedCount'));
            return answer;
          }
        : Reflect.get(target, name),
  });
}

describe('the session times of accounts', () => {
  test('are read in batches; an account without any is left out', async () => {
    const ids = Array.from({ length: 130 }, (_, number) => idOf(number));
    for (const id of [ids[0], ids[129]]) await save({ sessions: [sessionsOf(String(id))] }, String(id));
    expect(await store().sessionTimes(ids)).toEqual([sessionsOf(idOf(0)), sessionsOf(idOf(129))]);
    expect(table.sandbox().calls.filter(({ operation }) => operation === 'BatchGetItem')).toHaveLength(2);
  });

  test('what the table left out is asked for again', async () => {
    const left = (client: DynamoDBClient, times: number): DynamoDBClient => {
      let answers = 0;
      return new Proxy(client, {
        get: (target, name) =>
          name === 'send'
            ? async (command: { readonly input: { RequestItems: unknown } }) =>
                answers++ < times
                  ? { Responses: {}, UnprocessedKeys: command.input.RequestItems }
                  : target.send(command as never)
            : Reflect.get(target, name),
      });
    };
    await save({ sessions: [sessionsOf(ACCOUNT)] });
    const storeWith = (times: number) =>
      createStateTable({ ...table.options(), client: async () => left(table.client(), times) });
    expect(await storeWith(2).sessionTimes([ACCOUNT])).toEqual([sessionsOf(ACCOUNT)]);
    await expect(storeWith(8).sessionTimes([ACCOUNT])).rejects.toThrow(
      '1 items were not read from the table, 8 times in a row',
    );
  });
});
