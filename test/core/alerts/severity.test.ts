import { expect, test } from '@jest/globals';
import { rateAlerts, severityBy, severityOf, type SeverityRule } from '../../../lib/core/alerts/severity.ts';
import type { DriftNews, UnreadableNews } from '../../../lib/core/alerts/model.ts';
import { compareSeverities, SEVERITIES, worseOf } from '../../../lib/core/severity.ts';
import { settingOf } from '../../../lib/core/settings/registry.ts';
import { driftAlert, EVERY_ALERT, unreadableAlert, WAIVER } from '../../fixtures/alerts.ts';

const FREQUENCY = { setting: 'findingPublishingFrequency', desired: 'ONE_HOUR' };
const OPENED: DriftNews = { kind: 'opened' };
const CONTESTED: DriftNews = { kind: 'contested', earlierCalls: [] };
const FAILED: DriftNews = { kind: 'repair-failed', failure: { reason: 'throttled', detail: '' } };

test.each([
  ['off', OPENED, { actual: 'DISABLED' }, 'CRITICAL'],
  ['paused', OPENED, { actual: 'PAUSED' }, 'HIGH'],
  ['a status that nobody knows', OPENED, { actual: 'SLEEPING' }, 'HIGH'],
  ['on, where it should be paused', OPENED, { desired: 'PAUSED', actual: 'ENABLED' }, 'LOW'],
  ['slower', OPENED, { ...FREQUENCY, actual: 'SIX_HOURS' }, 'MEDIUM'],
  ['faster', OPENED, { ...FREQUENCY, actual: 'FIFTEEN_MINUTES' }, 'LOW'],
  ['a frequency that nobody knows', OPENED, { ...FREQUENCY, actual: 'WEEKLY' }, 'MEDIUM'],
  ['no frequency', OPENED, { ...FREQUENCY, actual: null }, 'MEDIUM'],
  ['another role', OPENED, { setting: 'serviceRole', actual: 'x' }, 'MEDIUM'],
  ['off, undone again and again', CONTESTED, { actual: 'DISABLED' }, 'CRITICAL'],
  ['paused again and again', CONTESTED, { actual: 'PAUSED' }, 'CRITICAL'],
  ['slow again and again', CONTESTED, { ...FREQUENCY, actual: 'SIX_HOURS' }, 'HIGH'],
  ['off, and the repair failed', FAILED, { actual: 'DISABLED' }, 'CRITICAL'],
  ['slow, and the repair failed', FAILED, { ...FREQUENCY, actual: 'SIX_HOURS' }, 'HIGH'],
  ['still off', { kind: 'reminder' }, { actual: 'DISABLED' }, 'CRITICAL'],
  ['a waiver about to end', { kind: 'waiver-expiring', waiver: WAIVER }, {}, 'LOW'],
  ['repaired', { kind: 'repaired' }, {}, 'RESOLVED'],
  ['as desired again', { kind: 'resolved', waiver: null, isGone: false }, { detail: 'calm' }, 'RESOLVED'],
  ['no longer compared', { kind: 'resolved', waiver: null, isGone: true }, {}, 'INFO'],
  ['no longer compared, of an earlier version', { kind: 'resolved', waiver: null }, { detail: 'gone' }, 'INFO'],
  ['waived', { kind: 'resolved', waiver: WAIVER }, {}, 'INFO'],
] as const satisfies readonly (readonly [string, DriftNews, object, string])[])('%s', (_, news, over, expected) => {
  expect(severityOf(driftAlert(news, over))).toBe(expected);
});

test.each([
  ['unreadable', { kind: 'unreadable', reason: 'throttled', detail: '' }, 'MEDIUM'],
  ['still unreadable', { kind: 'reminder', reason: 'throttled', detail: '' }, 'MEDIUM'],
  ['readable', { kind: 'readable' }, 'RESOLVED'],
  ['no longer read', { kind: 'resolved', detail: 'gone' }, 'INFO'],
] as const satisfies readonly (readonly [string, UnreadableNews, string])[])('%s', (_, news, expected) => {
  expect(severityOf(unreadableAlert(news))).toBe(expected);
});

const OFF = driftAlert(OPENED, { actual: 'DISABLED', accountId: '111122223333', region: 'eu-west-1' });
const UNREADABLE = unreadableAlert({ kind: 'unreadable', reason: 'throttled', detail: '' });
const POLICY = EVERY_ALERT.filter(({ subject }) => subject === 'policy');

test.each([
  ['a rule about everything', { severity: 'LOW' }, true],
  ['its kind', { kinds: ['changed', 'opened'], severity: 'LOW' }, true],
  ['another kind', { kinds: ['changed'], severity: 'LOW' }, false],
  ['its setting', { settings: ['status'], severity: 'LOW' }, true],
  ['another setting', { settings: ['serviceRole'], severity: 'LOW' }, false],
  ['its account', { accounts: new Set(['111122223333']), severity: 'LOW' }, true],
  ['another account', { accounts: new Set(['444455556666']), severity: 'LOW' }, false],
  ['its Region', { regions: new Set(['eu-west-1']), severity: 'LOW' }, true],
  ['another Region', { regions: new Set(['eu-west-2']), severity: 'LOW' }, false],
  ['no account at all', { accounts: new Set(), severity: 'LOW' }, false],
  ['all but its Region', { kinds: ['opened'], settings: ['status'], regions: new Set(['x']), severity: 'LOW' }, false],
] as const satisfies readonly (readonly [string, SeverityRule, boolean])[])('a rule: %s', (_, rule, isAbout) => {
  expect(severityBy(OFF, [rule])).toBe(isAbout ? 'LOW' : 'CRITICAL');
});

test('the last rule that is about an alert wins', () => {
  const rules: readonly SeverityRule[] = [
    { severity: 'LOW' },
    { settings: ['status'], severity: 'HIGH' },
    { settings: ['serviceRole'], severity: 'INFO' },
  ];
  expect(severityBy(OFF, rules)).toBe('HIGH');
  expect(severityBy(UNREADABLE, rules)).toBe('LOW');
});

test('a rule for settings or Regions is not about alerts that have none', () => {
  expect(severityBy(UNREADABLE, [{ settings: ['status'], severity: 'LOW' }])).toBe('MEDIUM');
  expect(POLICY.map((alert) => severityBy(alert, [{ regions: new Set(['eu-west-1']), severity: 'LOW' }]))).toEqual([
    'MEDIUM',
  ]);
});

test('a rule changes an alert of an end only if it names the kind', () => {
  const repaired = driftAlert({ kind: 'repaired' });
  expect(severityBy(repaired, [{ settings: ['status'], severity: 'HIGH' }])).toBe('RESOLVED');
  expect(severityBy(repaired, [{ kinds: ['repaired'], severity: 'HIGH' }])).toBe('HIGH');
});

test('a rated alert keeps its severity, and is otherwise the same', () => {
  const [rated] = rateAlerts([OFF], [{ severity: 'INFO' }]);
  expect(rated).toEqual({ ...OFF, severity: 'INFO' });
  expect(severityOf(rated ?? OFF)).toBe('INFO');
  expect(severityOf(OFF)).toBe('CRITICAL');
});

test('every alert has one of the list, which is sorted worst first', () => {
  for (const alert of EVERY_ALERT) expect(SEVERITIES).toContain(severityOf(alert));
  expect(SEVERITIES.toReversed().toSorted(compareSeverities)).toEqual(SEVERITIES);
  expect(worseOf('LOW', 'HIGH')).toBe('HIGH');
  expect(worseOf('HIGH', 'LOW')).toBe('HIGH');
});

test.each([
  ['status', 'ENABLED', 'Macie is ON'],
  ['status', 'DISABLED', 'Macie is OFF'],
  ['status', 'PAUSED', 'Macie is PAUSED'],
  ['status', 'SLEEPING', 'Macie has the status SLEEPING'],
  ['findingPublishingFrequency', 'SIX_HOURS', 'Macie publishes every 6 hours'],
  ['findingPublishingFrequency', 'WEEKLY', 'Macie publishes at WEEKLY'],
  ['findingPublishingFrequency', null, 'Macie is OFF'],
  ['serviceRole', 'arn:aws:iam::111122223333:role/a/b', 'Macie uses the role b'],
  ['serviceRole', null, 'Macie is OFF'],
])('%s %s: %s', (setting, value, expected) => {
  expect(settingOf(setting).describeState(value)).toBe(expected);
});

test('disabling deleted findings only where something proves that Macie was on', () => {
  const off = { setting: 'status', desired: 'ENABLED', actual: 'DISABLED' };
  const loss = (wasOn: boolean) => settingOf('status').describeLoss?.(off, { wasOn });
  expect(loss(true)).toBe('Disabling Macie deleted its findings, jobs and custom identifiers here.');
  expect(loss(false)).toBeNull();
});
