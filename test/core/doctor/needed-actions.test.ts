import { expect, test } from '@jest/globals';
import { neededActions } from '../../../lib/core/doctor/needed-actions.ts';
import { GROUPS } from '../../../lib/core/settings/index.ts';

test('each settings group needs an action, and a group that is written needs more to write', () => {
  for (const group of GROUPS) {
    const read = neededActions([group.id], { isWriting: false });
    expect({ id: group.id, count: read.length }).not.toEqual({ id: group.id, count: 0 });
    expect(neededActions([group.id], { isWriting: true })).toEqual(expect.arrayContaining([...read]));
  }
});

test('actions are sorted, each once; a group that is not known needs none', () => {
  expect(neededActions(['session', 'session', 'nothing'], { isWriting: true })).toEqual([
    'macie2:EnableMacie',
    'macie2:GetMacieSession',
    'macie2:UpdateMacieSession',
  ]);
});
