import { describe, expect, test } from '@jest/globals';
import { readState } from '../../lib/state/stored-state.ts';
import { encodeItem, storedItem, type StateItem } from '../../lib/state/stored-items.ts';
import { attemptOf, ledgerOf } from '../core/guard-rails/ledgers.ts';
import { ACCOUNT, driftRecord, NOW, unreadableRecord } from './items.ts';

const read = (...items: readonly StateItem[]) =>
  readState(
    ACCOUNT,
    items.map((item) => storedItem(encodeItem(item))),
  );

describe('readState', () => {
  test('sorts each kind of item by its key', () => {
    const us = { region: 'us-east-1' };
    const ledger = ledgerOf([attemptOf(NOW.toISOString())]);
    expect(
      read(driftRecord(us), unreadableRecord(us), driftRecord(), unreadableRecord(), { ...ledger, ...us }, ledger),
    ).toEqual({
      state: {
        drifts: [driftRecord(), driftRecord(us)],
        unreadable: [unreadableRecord(), unreadableRecord(us)],
        ledgers: [ledger, { ...ledger, ...us }],
        sessions: [],
        policies: [],
      },
      unreadableKeys: [],
      convertedKeys: [],
    });
  });

  test.each([
    ['drift#eu-west-1#status', '111122223333 eu-west-1 status'],
    ['unreadable#eu-west-1#session', '111122223333 eu-west-1 session'],
    ['repairs#eu-west-1', '111122223333 eu-west-1'],
    ['odd', '111122223333  '],
  ])('names what an unreadable item is about: %s', (sk, key) => {
    const item = { pk: `account#${ACCOUNT}`, sk, v: 3, data: '{}' };
    expect(readState(ACCOUNT, [item]).unreadableKeys).toEqual([key]);
  });
});
