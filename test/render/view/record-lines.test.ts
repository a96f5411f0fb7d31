import { describe, expect, test } from '@jest/globals';
import { EMPTY_STATE, type DriftRecord, type State } from '../../../lib/core/alerts/records.ts';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import type { Drift } from '../../../lib/core/compliance/drift.ts';
import { knownRecords } from '../../../lib/render/view/known-records.ts';
import { reportView } from '../../../lib/render/view/report-view.ts';
import { drift } from '../../core/values.ts';
import { ACCOUNT } from '../../fixtures/assessments.ts';
import { DISABLED_BY, MALLORY } from '../../fixtures/calls.ts';
import { EVERY_STATE } from '../../fixtures/changes.ts';
import { REPORTS, reportOf, result } from '../../fixtures/reports.ts';

const STARTED = '2026-11-24T09:00:00.000Z';
const OFF = { desired: 'ENABLED', actual: 'DISABLED', action: 'enable' };

function record(over: Partial<DriftRecord> = {}): DriftRecord {
  const target = { accountId: ACCOUNT, region: 'eu-west-1', setting: 'status' };
  const call = DISABLED_BY;
  return { ...newDriftRecord(target, { ...OFF, since: '2026-11-20T16:42:00.000Z' }), state: 'open', call, ...over };
}

function stateOf(over: Partial<DriftRecord> = {}): State {
  return { ...EMPTY_STATE, drifts: [record(over)] };
}

function linesOf(state: State | null, over: Partial<Drift> = {}): readonly string[] {
  const seen = drift({ ...OFF, ...over });
  const verdict = seen.outcome === 'verified' ? 'compliant' : 'drifted';
  const report = reportOf([result('eu-west-1', { verdict, drifts: [seen], session: null })]);
  const [section] = reportView(report, { known: knownRecords(state, STARTED), severityRules: [] }).sections;
  return section?.entries[0]?.lines ?? [];
}

describe('a drift that the state knows', () => {
  test('has since when it is open and the call behind it', () => {
    const lines = linesOf(stateOf());
    expect(lines).toContain('open since 2026-11-20 16:42 UTC, for 3 days');
    expect(lines.filter((line) => line.startsWith(`${DISABLED_BY.name} by `))).toHaveLength(1);
  });

  test('has a line for each caller of equal drifts', () => {
    const regions = ['eu-west-1', 'eu-west-2'];
    const found = regions.map((region) => result(region, { verdict: 'drifted', drifts: [drift(OFF)], session: null }));
    const calls = [DISABLED_BY, MALLORY];
    const drifts = regions.map((region, index) => record({ region, call: calls[index] ?? null }));
    const [section] = reportView(reportOf(found), {
      known: knownRecords({ ...EMPTY_STATE, drifts }, STARTED),
      severityRules: [],
    }).sections;
    const lines = section?.entries[0]?.lines.filter((line) => line.startsWith('DisableMacie by '));
    expect(lines).toEqual([expect.stringContaining('as alice@example.com'), expect.stringContaining('user/mallory')]);
  });

  test('names no call of another value', () => {
    const lines = linesOf(stateOf({ actual: 'PAUSED' }));
    expect(lines).toContain('open since 2026-11-20 16:42 UTC, for 3 days');
    expect(lines.join('\n')).not.toContain(`${DISABLED_BY.name} by`);
  });

  test('names the callers of a repair that this run made, and not those of an earlier one', () => {
    const of = (announcedAt: string): string =>
      linesOf(stateOf({ state: 'closed', announcedAt }), { outcome: 'verified' }).join('\n');
    expect(of('2026-11-24T09:00:01.000Z')).toContain(`${DISABLED_BY.name} by`);
    expect(of('2026-11-23T09:00:01.000Z')).not.toContain(`${DISABLED_BY.name} by`);
  });

  test('has the three steps where its repairs are undone again and again', () => {
    const contested = stateOf({ contestedAt: STARTED, earlierCalls: [MALLORY] });
    const lines = linesOf(contested, { outcome: 'skipped', detail: 'left alone' }).join('\n');
    expect(lines).toContain('The repairs of macie-warden are undone each time.');
    expect(lines).toMatch(/to do: 1\. deny macie2:DisableMacie .* 3\. enable Macie by hand/);
  });
});

test('every outcome that leaves something to a person says what', () => {
  const failure = { reason: 'throttled', detail: 'Rate exceeded' } as const;
  for (const [outcome, over] of [
    ['failed', { failure }],
    ['skipped', { detail: 'limits.maxActions is 10' }],
    ['applied', {}],
    ['planned', {}],
  ] as const)
    expect(linesOf(null, { outcome, ...over }).filter((line) => line.startsWith('to do: '))).toHaveLength(1);
});

test('an unknown target has since when it is unreadable', () => {
  const report = reportOf([
    result('us-east-1', { verdict: 'unknown', session: null, reason: 'throttled', detail: 'x' }),
  ]);
  const [section] = reportView(report, { known: knownRecords(EVERY_STATE, STARTED), severityRules: [] }).sections;
  expect(section?.entries[0]?.lines).toContain('open since 2026-11-20 09:00 UTC, for 4 days');
});

test('the other formats say nothing of it', () => {
  const lines = reportView(REPORTS.mixed).sections.flatMap(({ entries }) => entries.flatMap((entry) => entry.lines));
  expect(lines.filter((line) => line.startsWith('open since'))).toEqual([]);
});
