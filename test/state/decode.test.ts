import { describe, expect, test } from '@jest/globals';
import { runRecord } from '../../lib/core/alerts/statistics.ts';
import { decodeItem, decodeRun } from '../../lib/state/decode.ts';
import { reportFor, resultOf } from '../core/values.ts';
import { driftRecord, unreadableRecord } from './items.ts';

describe('decodeItem', () => {
  test('takes items of this version', () => {
    for (const item of [driftRecord(), unreadableRecord()])
      expect(decodeItem({ v: 2, data: JSON.stringify(item) })).toEqual(item);
  });

  test.each([
    ['of another version', 3, JSON.stringify(driftRecord())],
    ['that is no JSON', 2, '{'],
    ['of an unknown setting', 2, JSON.stringify(driftRecord({ setting: 'weather' }))],
    ['with a field of another type', 2, JSON.stringify({ ...driftRecord(), openings: 3 })],
    ['with a reason that is none', 2, JSON.stringify({ ...unreadableRecord(), reason: 'boredom' })],
  ])('refuses an item %s', (_, v, data) => {
    expect(decodeItem({ v, data })).toBeNull();
  });
});

describe('decodeRun', () => {
  const record = runRecord(reportFor([resultOf('eu-west-1')]), []);
  const { scope: _, ...old } = record;

  test('takes records of this version', () => {
    expect(decodeRun({ v: 2, data: JSON.stringify(record) })).toEqual(record);
  });

  test.each([
    ['schedule', 'full'],
    ['change', 'partial'],
  ] as const)('calls a run of version 1 by %s %s', (trigger, scope) => {
    expect(decodeRun({ v: 1, data: JSON.stringify({ ...old, trigger }) })).toEqual({ ...record, trigger, scope });
  });

  test.each([
    ['of a newer version', 3, JSON.stringify(record)],
    ['that is no JSON', 2, '{'],
  ])('refuses a record %s', (__, v, data) => {
    expect(decodeRun({ v, data })).toBeNull();
  });
});
