import { expect, test } from '@jest/globals';
import { WardenError } from '../../lib/core/errors.ts';

test('an error has a code, a name that operators can grep, and its cause', () => {
  const cause = new Error('gone');
  const error = new WardenError('state-unavailable', 'the table does not answer', { cause });
  expect(error).toMatchObject({ code: 'state-unavailable', name: 'StateUnavailableError', cause });
  expect(String(error)).toBe('StateUnavailableError: the table does not answer');
});
