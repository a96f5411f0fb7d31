import { describe, expect, test } from '@jest/globals';
import { GROUPS, SETTINGS } from '../../../lib/core/settings/index.ts';
import { compareSettings, groupOf, groupsToRead, SETTING_IDS, settingOf } from '../../../lib/core/settings/registry.ts';

describe('the registry', () => {
  test('has each setting and each group once', () => {
    expect(new Set(SETTING_IDS).size).toBe(SETTINGS.length);
    expect(new Set(GROUPS.map(({ id }) => id)).size).toBe(GROUPS.length);
  });

  test('has the group of every setting', () => {
    for (const { group } of SETTINGS) expect(groupOf(group).id).toBe(group);
  });

  test('finds a setting by its id', () => {
    for (const id of SETTING_IDS) expect(settingOf(id).id).toBe(id);
  });

  test('refuses an id that it does not have, and names those that it has', () => {
    expect(() => settingOf('weather')).toThrow(
      'there is no setting weather; the registry has status, findingPublishingFrequency, serviceRole',
    );
    expect(() => groupOf('weather')).toThrow('there is no settings group weather; the registry has session');
  });

  test('sorts settings as they are shown', () => {
    expect(SETTING_IDS.toReversed().toSorted(compareSettings)).toEqual(SETTING_IDS);
  });

  test('reads the session even if nothing of it is desired', () => {
    expect(groupsToRead({})).toEqual(['session']);
    expect(groupsToRead({ serviceRole: 'service-linked' })).toEqual(['session']);
  });
});
