import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { parseCheckEvent } from '../../../lib/app/check/check-event.ts';

const EVENTS = `${import.meta.dirname}/../../../events`;
const EXPECTED: Readonly<Record<string, unknown>> = {
  'empty.json': { trigger: 'manual' },
  'manual.json': {
    trigger: 'manual',
    accounts: ['111122223333'],
    regions: ['eu-west-1', 'eu-west-3'],
    remediation: 'report',
  },
  'rule.json': { trigger: 'schedule' },
  'scheduler.json': { trigger: 'schedule' },
  'test-alert.json': { trigger: 'manual', testAlert: true },
  'scheduler-input.json': { trigger: 'manual', remediation: 'report' },
};

test('every sample event is understood', () => {
  const seen = readdirSync(EVENTS)
    .filter((name) => name.endsWith('.json'))
    .map((file) => [file, parseCheckEvent(JSON.parse(readFileSync(`${EVENTS}/${file}`, 'utf8')))]);
  expect(Object.fromEntries(seen)).toEqual(EXPECTED);
});

test.each([null, undefined, '', {}])('an invocation without a payload sweeps everything: %p', (event) => {
  expect(parseCheckEvent(event)).toEqual({ trigger: 'manual' });
});

describe('an event that is not understood is refused by name', () => {
  test.each<[string, unknown, string]>([
    [
      'an unknown key',
      { region: ['eu-west-1'] },
      'event: unknown key "region"; a manual event may have accounts, regions, depth, digest, testAlert, remediation, maxActions, maxMonthlyCost, and a scheduled one is an EventBridge Scheduled Event',
    ],
    [
      'a test alert beside a narrowed run',
      { testAlert: true, regions: ['eu-west-1'] },
      'event: testAlert: expected no other key beside it, found regions. A test alert checks nothing',
    ],
    [
      'a text for a list',
      { regions: 'eu-west-1' },
      'event: regions: expected a list of Region names, found "eu-west-1"',
    ],
    ['an empty list', { regions: [] }, 'event: regions: expected at least one of Region names, found []'],
    ['no Region name', { regions: ['Ireland'] }, 'event: regions.0: expected Region names, found "Ireland"'],
    [
      'a number for an account',
      { accounts: [111122223333] },
      'event: accounts.0: expected 12-digit account ids, found 111122223333',
    ],
    ['an unknown mode', { remediation: 'force' }, 'event: remediation: expected one of report, enforce, found "force"'],
    [
      'two problems at once',
      { remediation: 1, regions: [] },
      'event: regions: expected at least one of Region names, found []; remediation: expected one of report, enforce, found 1',
    ],
    ['half a write', { maxActions: 1.5 }, 'event: maxActions: expected a whole number, 0 or more, found 1.5'],
    ['a negative limit', { maxActions: -1 }, 'event: maxActions: expected a whole number, 0 or more, found -1'],
    ['a list', [], 'event: expected an object, found []'],
    ['a text', 'go', 'event: expected an object, found "go"'],
    [
      'a scheduled event of another kind',
      { source: 'aws.events', 'detail-type': 'Other' },
      'event: unknown key "source", "detail-type"; a manual event may have accounts, regions, depth, digest, testAlert, remediation, maxActions, maxMonthlyCost, and a scheduled one is an EventBridge Scheduled Event',
    ],
  ])('%s', (_, event, message) => {
    expect(() => parseCheckEvent(event)).toThrow(new Error(message));
  });
});
