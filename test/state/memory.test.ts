import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE } from '../../lib/core/alerts/records.ts';
import { ACCOUNT, driftRecord, NOW, stateOf, stored } from './items.ts';
import { memoryStore } from './memory.ts';

const LEASE = { now: NOW, until: new Date(NOW.getTime() + 60_000) };

describe('the table in memory', () => {
  test('keeps the state of each account', async () => {
    const { store, state } = memoryStore();
    await store.save(ACCOUNT, { before: stored(), after: stateOf(3) });
    expect((await store.load(ACCOUNT)).state).toEqual(stateOf(3));
    expect(state('444455556666')).toEqual(EMPTY_STATE);
    await store.save(ACCOUNT, { before: stored(stateOf(3)), after: { ...EMPTY_STATE, drifts: [driftRecord()] } });
    expect(state().drifts).toEqual([driftRecord()]);
  });

  test('leases an account to one run at a time', async () => {
    const { store } = memoryStore();
    expect(await store.takeLease(ACCOUNT, { owner: 'a', ...LEASE })).toBe(true);
    expect(await store.takeLease(ACCOUNT, { owner: 'b', ...LEASE })).toBe(false);
    await store.releaseLease(ACCOUNT, { owner: 'b', asOf: 'never' });
    await store.releaseLease(ACCOUNT, { owner: 'a', asOf: NOW.toISOString() });
    expect(await store.takeLease(ACCOUNT, { owner: 'b', ...LEASE })).toBe(true);
    expect((await store.load(ACCOUNT)).asOf).toBe(NOW.toISOString());
  });

  test('fails where a test lets it fail', async () => {
    const { store } = memoryStore((operation) =>
      operation === 'save' ? Promise.reject(new Error('no')) : Promise.resolve(),
    );
    await expect(store.save(ACCOUNT, { before: stored(), after: stateOf(1) })).rejects.toThrow('no');
    expect((await store.load(ACCOUNT)).state).toEqual(EMPTY_STATE);
  });

  test('names the items that it was told are unreadable', async () => {
    const { store } = memoryStore(undefined, ['key']);
    expect((await store.load(ACCOUNT)).unreadableKeys).toEqual(['key']);
  });
});
