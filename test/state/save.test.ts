import { describe, expect, test } from '@jest/globals';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { EMPTY_STATE, type State } from '../../lib/core/alerts/records.ts';
import { changedItems, type StateChange } from '../../lib/state/save.ts';
import { attemptOf, ledgerOf } from '../core/guard-rails/ledgers.ts';
import { ACCOUNT, driftRecord, NOW, stored, unreadableRecord } from './items.ts';

function writesOf(change: StateChange): readonly string[] {
  return changedItems(ACCOUNT, change).map(({ PutRequest, DeleteRequest }) => {
    const { sk } = unmarshall(PutRequest?.Item ?? DeleteRequest?.Key ?? {});
    return `${PutRequest ? 'put' : 'delete'} ${String(sk)}`;
  });
}

const STATE: State = {
  drifts: [driftRecord()],
  unreadable: [unreadableRecord()],
  ledgers: [ledgerOf([attemptOf(NOW.toISOString())])],
  sessions: [],
  policies: [],
};

describe('changedItems', () => {
  test('are none of the same state', () => {
    expect(writesOf({ before: stored(STATE), after: structuredClone(STATE) })).toEqual([]);
  });

  test('are what is new, what has changed and what is gone', () => {
    const after: State = {
      drifts: [driftRecord({ actual: 'DISABLED' })],
      unreadable: [],
      ledgers: [...STATE.ledgers, { ...ledgerOf([]), region: 'us-east-1' }],
      sessions: [],
      policies: [],
    };
    expect(writesOf({ before: stored(STATE), after })).toEqual([
      'put drift#eu-west-1#status',
      'put repairs#us-east-1',
      'delete unreadable#eu-west-1#session',
    ]);
  });

  test('have every alert before what came of repairs and sessions', () => {
    const after: State = {
      ...STATE,
      sessions: [{ kind: 'sessions', accountId: ACCOUNT, regions: {} }],
      policies: [{ kind: 'policy', accountId: ACCOUNT, source: 'ssm:/p', sha256: 'ab', pending: [] }],
    };
    expect(writesOf({ before: stored(), after })).toEqual([
      'put drift#eu-west-1#status',
      'put unreadable#eu-west-1#session',
      'put policy',
      'put repairs#eu-west-1',
      'put sessions',
    ]);
  });

  test('are those of one account', () => {
    const after = { ...EMPTY_STATE, drifts: [driftRecord({ accountId: '444455556666' })] };
    expect(writesOf({ before: stored(), after })).toEqual([]);
  });

  test('are all of them where items were converted, and the old ones go', () => {
    const before = stored(STATE, { convertedKeys: ['item#eu-west-1#status'] });
    expect(writesOf({ before, after: { ...STATE, unreadable: [] } })).toEqual([
      'put drift#eu-west-1#status',
      'put repairs#eu-west-1',
      'delete unreadable#eu-west-1#session',
      'delete item#eu-west-1#status',
    ]);
  });
});
