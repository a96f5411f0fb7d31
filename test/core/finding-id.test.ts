import { expect, test } from '@jest/globals';
import { findingId, subjectName } from '../../lib/core/finding-id.ts';
import { GROUPS } from '../../lib/core/settings/index.ts';
import { SETTING_IDS } from '../../lib/core/settings/registry.ts';
import { TARGET } from './values.ts';

test('is made of account, Region and setting or settings group', () => {
  expect(findingId({ ...TARGET, setting: 'status' })).toBe('macie-warden/111122223333/eu-west-1/status');
  expect(findingId({ ...TARGET, group: 'session' })).toBe('macie-warden/111122223333/eu-west-1/unreadable/session');
});

test('no settings group has the id of a setting, even where it has its name', () => {
  const names = [
    ...SETTING_IDS.map((setting) => subjectName({ setting })),
    ...GROUPS.map(({ id }) => subjectName({ group: id })),
  ];
  expect(GROUPS.filter(({ id }) => SETTING_IDS.includes(id)).length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(SETTING_IDS.length + GROUPS.length);
});
