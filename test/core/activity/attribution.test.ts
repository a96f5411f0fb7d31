import { describe, expect, test } from '@jest/globals';
import { callBehind, callsToLookUp, valuesSetBy } from '../../../lib/core/activity/attribution.ts';
import { defineSetting } from '../../../lib/core/settings/setting.ts';
import { plainSetting } from '../settings/registries.ts';
import { TARGET } from '../values.ts';
import { callOf, disable, enable, slowDown } from './calls.ts';

describe('callBehind', () => {
  const status = { ...TARGET, setting: 'status', value: 'DISABLED' };
  const frequency = { ...TARGET, setting: 'findingPublishingFrequency', value: 'SIX_HOURS' };
  const later = { at: '2026-11-24T09:00:06.000Z' };
  const anew = callOf({ name: 'EnableMacie', sets: { status: 'ENABLED' }, at: '2026-11-24T09:00:07.000Z' });
  test.each([
    ['names the only call', [disable], status, disable],
    ['names the newest call', [disable, { ...disable, ...later }], status, { ...disable, ...later }],
    ['names nobody when a later call set another value', [disable, { ...enable, ...later }], status, null],
    [
      'names the call that set the value, of two in one second, before one that may have',
      [anew, callOf({ ...slowDown, at: anew.at })],
      frequency,
      callOf({ ...slowDown, at: anew.at }),
    ],
    ['names the call that set the value, of two in one second', [enable, disable], status, disable],
    ['ignores a call that leaves the setting alone', [disable, { ...slowDown, ...later }], status, disable],
    ['ignores a call of another Region', [callOf({ region: 'us-east-1' })], status, null],
    ['ignores a call of another account', [callOf({ accountId: '999988887777' })], status, null],
    ['names who set the frequency', [slowDown], frequency, slowDown],
    [
      'names who enabled the session anew, with whatever frequency',
      [slowDown, { ...disable, ...later }, anew],
      frequency,
      anew,
    ],
    [
      'names nobody for the frequency of a session that was gone since',
      [slowDown, { ...disable, ...later }],
      frequency,
      null,
    ],
    ['names nobody for the service role, which no call sets', [disable], { ...status, setting: 'serviceRole' }, null],
    ['names nobody without calls', [], status, null],
  ] as const)('%s', (_, calls, wanted, found) => {
    expect(callBehind(calls, wanted)).toEqual(found);
  });
});

describe('valuesSetBy', () => {
  test.each([
    ['EnableMacie without parameters enables', 'EnableMacie', {}, { status: 'ENABLED' }],
    ['EnableMacie can enable and pause', 'EnableMacie', { status: 'PAUSED' }, { status: 'PAUSED' }],
    [
      'EnableMacie sets the frequency of its request',
      'EnableMacie',
      { findingPublishingFrequency: 'ONE_HOUR' },
      { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' },
    ],
    ['UpdateMacieSession sets what its request has', 'UpdateMacieSession', { status: 'PAUSED' }, { status: 'PAUSED' }],
    ['UpdateMacieSession without parameters sets nothing', 'UpdateMacieSession', {}, {}],
    ['DisableMacie disables, whatever its request has', 'DisableMacie', { status: 'PAUSED' }, { status: 'DISABLED' }],
    ['another call sets nothing that is known', 'UpdateOrganizationConfiguration', { status: 'PAUSED' }, {}],
  ])('%s', (_, name, parameters, values) => {
    expect(valuesSetBy(name, parameters)).toEqual(values);
  });

  test('takes the values of any registry', () => {
    const setting = defineSetting({
      ...plainSetting('automatedDiscovery', 'discovery'),
      attributedTo: { UpdateDiscovery: { parameter: 'status', otherwise: 'unchanged' } },
    });
    expect(valuesSetBy('UpdateDiscovery', { status: 'ON' }, [setting])).toEqual({ automatedDiscovery: 'ON' });
  });
});

describe('callsToLookUp', () => {
  test.each([
    ['who disabled Macie', 'status', 'DISABLED', ['DisableMacie', 'EnableMacie']],
    ['who paused Macie', 'status', 'PAUSED', ['EnableMacie', 'UpdateMacieSession', 'UpdateMemberSession']],
    ['who set the frequency', 'findingPublishingFrequency', 'SIX_HOURS', ['EnableMacie', 'UpdateMacieSession']],
    ['nobody for the service role', 'serviceRole', 'arn:other', []],
  ])('finds %s', (_, setting, actual, calls) => {
    expect(callsToLookUp({ setting, actual })).toEqual(calls);
  });
});
