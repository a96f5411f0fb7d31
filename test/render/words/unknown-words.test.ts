import { expect, test } from '@jest/globals';
import { foldUnknowns, reasonText } from '../../../lib/render/words/unknown-words.ts';

const DENIED = { reason: 'assume-role-denied', detail: 'the role could not be assumed' } as const;
const THROTTLED = { reason: 'throttled', detail: 'slow down' } as const;

test('unknowns of one cause are told once, with their groups', () => {
  const folded = foldUnknowns([
    { group: 'findingsPublication', ...DENIED },
    { group: 'reveal', ...THROTTLED },
    { group: 'securityHub', ...DENIED },
  ]);
  expect(folded.map(reasonText)).toEqual(['findingsPublication, securityHub: assume-role-denied', 'reveal: throttled']);
});

test('the session stands for the groups that were not read for its reason', () => {
  const folded = foldUnknowns([
    { group: 'session', ...DENIED },
    { group: 'reveal', ...DENIED },
  ]);
  expect(folded.map(reasonText)).toEqual(['assume-role-denied']);
});
