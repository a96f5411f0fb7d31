import { expect, test } from '@jest/globals';
import { ALERT_KINDS } from '../../../lib/core/alerts/model.ts';
import { ALERT_TITLES, alertLines, alertText } from '../../../lib/render/words/alert-words.ts';
import { driftAlert, EVERY_ALERT, unreadableAlert, WAIVER } from '../../fixtures/alerts.ts';

test('gives every kind a heading of its own', () => {
  expect(Object.keys(ALERT_TITLES)).toEqual([...ALERT_KINDS]);
  expect(new Set(Object.values(ALERT_TITLES)).size).toBe(ALERT_KINDS.length);
});

test.each(EVERY_ALERT.map((alert) => [alert.id, alert] as const))('prints no missing value: %s', (_, alert) => {
  expect([alertText(alert), ...alertLines(alert, 'report')].join('\n')).not.toMatch(/undefined|null|NaN/);
});

test('takes the action from the alert', () => {
  const [line] = alertLines(driftAlert({ kind: 'opened' }, { action: 'enable' }), 'report');
  expect(line).toBe('to do: enable Macie. This run only reports');
});

test('tells a waived drift from one that no longer differs, and from one that was not read', () => {
  const text = (waiver: typeof WAIVER | null, detail: string | null) =>
    alertText(driftAlert({ kind: 'resolved', waiver }, { detail })).split(', after')[0];
  expect(text(WAIVER, 'waived until 2026-12-01')).toBe('status was PAUSED, and is waived now');
  expect(text(null, null)).toBe('status was PAUSED, and no longer differs from the policy');
  expect(text(null, 'the policy no longer covers it')).toBe('status was PAUSED when it was last read');
});

test('names the settings group of an unreadable target, and the next step', () => {
  const alert = unreadableAlert({ kind: 'unreadable', reason: 'not-reached', detail: 'late' }, { group: 'discovery' });
  expect(alertText(alert)).toMatch(/^discovery: not-reached, for 4 days/);
  expect(alertLines(alert, 'report')[1]).toMatch(/^to do: nothing, if the next run reads it; else raise the timeout/);
});
