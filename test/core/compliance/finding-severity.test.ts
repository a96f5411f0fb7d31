import { expect, test } from '@jest/globals';
import { severityOf } from '../../../lib/core/alerts/severity.ts';
import { SEVERITY_OF_UNKNOWN, severityOfDrift } from '../../../lib/core/compliance/finding-severity.ts';
import { driftAlert, unreadableAlert } from '../../fixtures/alerts.ts';
import { drift } from '../values.ts';

const SLOW = { setting: 'findingPublishingFrequency', desired: 'FIFTEEN_MINUTES', actual: 'SIX_HOURS' };
const failure = { reason: 'throttled', detail: '' } as const;

test.each([
  ['open', { kind: 'opened' }, {}],
  ['off', { kind: 'opened' }, { actual: 'DISABLED' }],
  ['slow', { kind: 'opened' }, SLOW],
  ['repaired', { kind: 'repaired' }, { outcome: 'verified' }],
  ['slow, and the repair failed', { kind: 'repair-failed', failure }, { ...SLOW, outcome: 'failed', failure }],
] as const)('a drift is as grave in a report as in its alert: %s', (_, news, over) => {
  expect(severityOfDrift(drift(over))).toBe(severityOf(driftAlert(news, over)));
});

test('an unknown is as grave as the alert of an unreadable target', () => {
  expect(SEVERITY_OF_UNKNOWN).toBe(severityOf(unreadableAlert({ kind: 'unreadable', ...failure })));
});
