import { describe, expect, test } from '@jest/globals';
import { newDriftRecord } from '../../../lib/core/alerts/drift-record.ts';
import { severityOfDrift, severityOfUnknown } from '../../../lib/core/alerts/finding-alert.ts';
import type { DriftRecord } from '../../../lib/core/alerts/records.ts';
import { severityBy, type SeverityRule } from '../../../lib/core/alerts/severity.ts';
import { driftAlert, unreadableAlert } from '../../fixtures/alerts.ts';
import { drift, TARGET } from '../values.ts';

const SLOW = { setting: 'findingPublishingFrequency', desired: 'FIFTEEN_MINUTES', actual: 'SIX_HOURS' };
const failure = { reason: 'throttled', detail: '' } as const;
const OFF = { desired: 'ENABLED', actual: 'DISABLED', action: 'enable' };

const RULES: readonly (readonly [string, readonly SeverityRule[]])[] = [
  ['no rule', []],
  ['every alert', [{ severity: 'LOW' }]],
  ['a setting', [{ severity: 'INFO', settings: ['status'] }]],
  ['a target', [{ severity: 'CRITICAL', accounts: new Set([TARGET.accountId]), regions: new Set([TARGET.region]) }]],
  ['another Region', [{ severity: 'CRITICAL', regions: new Set(['us-east-1']) }]],
  ['kinds', [{ severity: 'CRITICAL', kinds: ['repair-failed', 'repaired', 'unreadable', 'contested'] }]],
];

function record(over: Partial<DriftRecord>): DriftRecord {
  const since = '2026-11-20T16:42:00.000Z';
  return { ...newDriftRecord({ ...TARGET, setting: 'status' }, { ...OFF, since }), state: 'open', ...over };
}

describe.each(RULES)('by %s', (_, rules) => {
  test.each([
    ['open', { kind: 'opened' }, {}, null],
    ['off', { kind: 'opened' }, OFF, null],
    ['off, with a record', { kind: 'opened' }, OFF, record({})],
    ['slow', { kind: 'opened' }, SLOW, null],
    ['repaired', { kind: 'repaired' }, { outcome: 'verified' }, record({ state: 'closed' })],
    ['slow, and the repair failed', { kind: 'repair-failed', failure }, { ...SLOW, outcome: 'failed', failure }, null],
    ['undone again', { kind: 'contested', earlierCalls: [] }, OFF, record({ contestedAt: '2026-11-24T09:00:00.000Z' })],
    [
      'waived, and undone before',
      { kind: 'opened' },
      OFF,
      record({ state: 'waived', contestedAt: '2026-11-24T09:00:00.000Z' }),
    ],
  ] as const)('a drift is as grave in a report as in its alert: %s', (__, news, over, known) => {
    const alert = driftAlert(news, { ...over, region: TARGET.region });
    expect(severityOfDrift({ target: TARGET, drift: drift(over), record: known }, rules)).toBe(
      severityBy(alert, rules),
    );
  });

  test('an unknown is as grave as the alert of an unreadable target', () => {
    const alert = unreadableAlert({ kind: 'unreadable', ...failure }, { region: TARGET.region });
    expect(severityOfUnknown(TARGET, { group: alert.group, ...failure }, rules)).toBe(severityBy(alert, rules));
  });
});
