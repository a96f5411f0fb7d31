import { describe, expect, test } from '@jest/globals';
import { ALERT_KINDS } from '../../../lib/core/alerts/model.ts';
import type { Alert } from '../../../lib/core/alerts/model.ts';
import type { Remediation } from '../../../lib/core/run.ts';
import { groupAlerts } from '../../../lib/render/words/alert-group.ts';
import { alertLines } from '../../../lib/render/words/alert-lines.ts';
import { ALERT_TITLES, alertText } from '../../../lib/render/words/alert-words.ts';
import { leadLines } from '../../../lib/render/words/lead-words.ts';
import { DISABLED_BY } from '../../fixtures/calls.ts';
import { driftAlert, EVERY_ALERT, unreadableAlert, WAIVER } from '../../fixtures/alerts.ts';

const textOf = (alert: Alert) => alertText({ first: alert, alerts: [alert] });
const linesOf = (alert: Alert, remediation: Remediation | null = 'report') =>
  alertLines({ first: alert, alerts: [alert] }, remediation);

test('gives every kind a heading of its own', () => {
  expect(Object.keys(ALERT_TITLES)).toEqual([...ALERT_KINDS]);
  expect(new Set(Object.values(ALERT_TITLES)).size).toBe(ALERT_KINDS.length);
});

test.each(EVERY_ALERT.map((alert) => [alert.id, alert] as const))('prints no missing value: %s', (_, alert) => {
  expect([textOf(alert), ...linesOf(alert)].join('\n')).not.toMatch(/undefined|null|NaN/);
});

test('takes the action from the alert', () => {
  const [line] = linesOf(driftAlert({ kind: 'opened' }, { action: 'enable' }));
  expect(line).toBe('to do: enable Macie. This run only reports');
});

test('tells a waived drift from one that no longer differs, and from one that was not read', () => {
  const text = (waiver: typeof WAIVER | null, detail: string | null) =>
    textOf(driftAlert({ kind: 'resolved', waiver }, { detail })).split(', after')[0];
  expect(text(WAIVER, 'waived until 2026-12-01')).toBe('status was PAUSED, and is waived now');
  expect(text(null, null)).toBe('status was PAUSED, and no longer differs from the policy');
  expect(text(null, 'the policy no longer covers it')).toBe('status was PAUSED when it was last read');
});

test('names the settings group of an unreadable target, and the next step', () => {
  const alert = unreadableAlert({ kind: 'unreadable', reason: 'not-reached', detail: 'late' }, { group: 'discovery' });
  expect(textOf(alert)).toMatch(/^discovery: not-reached, for 4 days/);
  expect(linesOf(alert)[1]).toMatch(/^to do: nothing, if the next run reads it; else raise the timeout/);
});

describe('whether Macie was on before is a fact or absent', () => {
  const OFF = { actual: 'DISABLED', action: 'enable' };
  const loss = (alert: Alert) => linesOf(alert).filter((line) => line.includes('deleted its findings'));

  test.each([
    ['a call that disabled it', driftAlert({ kind: 'opened' }, { ...OFF, call: DISABLED_BY }), 1],
    ['a value before', driftAlert({ kind: 'changed', previous: 'PAUSED' }, OFF), 1],
    ['a repair that was seen', driftAlert({ kind: 'contested', earlierCalls: [] }, OFF), 1],
    ['an earlier call', driftAlert({ kind: 'flapping', earlierCalls: [DISABLED_BY] }, OFF), 1],
    ['nothing', driftAlert({ kind: 'opened' }, OFF), 0],
    ['an unknown value before', driftAlert({ kind: 'changed', previous: 'SLEEPING' }, OFF), 0],
  ])('%s', (_, alert, lines) => {
    expect(loss(alert)).toHaveLength(lines);
  });
});

test('says why a drift was only reported as far as the run knows', () => {
  const alert = driftAlert({ kind: 'opened' });
  expect(linesOf(alert)[0]).toBe('to do: resume Macie. This run only reports');
  expect(linesOf(alert, 'enforce')[0]).toBe('to do: resume Macie. The policy has remediation: report here');
  expect(linesOf(alert, null)[0]).toBe('to do: resume Macie');
});

test('says of several targets what they have in common, where each should have its own value', () => {
  const [first, other] = ['eu-west-1', 'us-east-1'].map((region) => ({
    ...driftAlert({ kind: 'opened' }),
    region,
    setting: 'classificationExport.bucketName',
    actual: 'not set',
    desired: `results-${region}`,
  })) as [Alert, Alert];
  const groups = groupAlerts([first, other], first.at);
  expect(groups.map((group) => alertText(group).split(', for')[0])).toEqual([
    'classificationExport.bucketName is not set, should be results-REGION',
  ]);
  expect(leadLines(groups, (id) => id)[0]).toMatch(
    /^Macie stores its discovery results nowhere in .*results-REGION\.$/,
  );
});
