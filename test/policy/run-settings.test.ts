import { expect, test } from '@jest/globals';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { alertSettings, guardSettings } from '../../lib/policy/run-settings.ts';

const policyOf = (yaml: string) => parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${yaml}`, 'p');
const HOUR = 3_600_000;

test.each([
  ['', 72 * HOUR],
  ['alerts: { remindAfter: 12h }', 12 * HOUR],
  ['alerts: { remindAfter: 2d }', 48 * HOUR],
])('reminders come after the time of the policy: %p', (yaml, remindAfterMs) => {
  expect(alertSettings(policyOf(yaml))).toEqual({ remindAfterMs, unreadableAfter: 2, flapLimit: 3 });
});

test.each([
  ['', 30_000],
  ['limits: { coolDown: 0s }', 0],
  ['limits: { coolDown: 5m }', 300_000],
  ['limits: { coolDown: 1h }', HOUR],
])('repairs wait as long as the policy says: %p', (yaml, coolDownMs) => {
  expect(guardSettings(policyOf(yaml))).toEqual({
    maxActions: 10,
    maxMonthlyCost: 'none',
    maxRepairs: 3,
    coolDownMs,
  });
});

test('a request raises the most writes of its own run', () => {
  expect(guardSettings(policyOf(''), { maxActions: 22 }).maxActions).toBe(22);
});
