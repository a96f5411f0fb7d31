import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE } from '../../../lib/core/alerts/records.ts';
import { attemptOf, ledgerOf } from '../guard-rails/ledgers.ts';
import { updateAttempts } from '../../../lib/core/guard-rails/repair-ledger.ts';
import { drift, reportFor, resultOf, TARGET, unreadableResult } from '../values.ts';
import { HOUR, openKeys, runOnce, START } from './history.ts';

const REGION = TARGET.region;
const SLOW = drift({ setting: 'findingPublishingFrequency', actual: 'SIX_HOURS' });
const STATUS_ALONE = resultOf(REGION, { settings: { status: 'ENABLED' } });
const narrowed = { scope: { ...reportFor([]).scope, kind: 'partial' as const, settings: ['status'] } };

describe('a run that compares some settings alone', () => {
  test('leaves the drifts of other settings open, and resolves its own', () => {
    const both = resultOf(REGION, { drifts: [drift(), SLOW] });
    const first = runOnce(EMPTY_STATE, { results: [both], atMs: START });
    const second = runOnce(first.state, { results: [STATUS_ALONE], atMs: START + HOUR, report: narrowed });
    expect(second.alerts.map((alert) => [alert.kind, 'setting' in alert && alert.setting])).toEqual([
      ['resolved', 'status'],
    ]);
    expect(openKeys(second.next)).toEqual([expect.stringContaining('findingPublishingFrequency')]);
  });

  test('finds nothing unreadable, and nothing readable again', () => {
    const first = runOnce(EMPTY_STATE, { results: [unreadableResult(REGION)], atMs: START });
    const again = runOnce(first.state, { results: [unreadableResult(REGION)], atMs: START + HOUR });
    const second = runOnce(again.state, { results: [STATUS_ALONE], atMs: START + 2 * HOUR, report: narrowed });
    expect(second.alerts).toEqual([]);
    expect(openKeys(second.next)).toEqual(openKeys(again.next));
  });

  test('leaves the repairs of other settings as they are recorded', () => {
    const recorded = attemptOf(new Date(START - HOUR).toISOString(), {
      setting: 'findingPublishingFrequency',
      outcome: 'recorded',
    });
    const settling = { startedAt: new Date(START).toISOString(), now: new Date(START), keepMs: 24 * HOUR };
    const ledgers = [ledgerOf([recorded])];
    const settled = updateAttempts(ledgers, { ...settling, results: [STATUS_ALONE], narrowedTo: ['status'] });
    expect(settled).toEqual(ledgers);
  });
});
