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

test('an administrator needs more for its members', () => {
  const options = { isWriting: true, ofMembers: true };
  expect(neededActions(['membership'], options)).toEqual([
    'macie2:CreateMember',
    'macie2:DeleteMember',
    'macie2:GetAdministratorAccount',
    'macie2:GetMember',
    'macie2:ListMembers',
  ]);
  expect(neededActions(['session'], { ...options, isWriting: false })).not.toContain('macie2:UpdateMemberSession');
  expect(neededActions(['reveal'], options)).toEqual(['macie2:GetRevealConfiguration']);
});
