import { expect, test } from '@jest/globals';
import { administratorNotices } from '../../../lib/app/organization/notices/administrator-notices.ts';

test('a reason that ends with a full stop, as those of AWS do, has one', () => {
  const [notice] = administratorNotices(
    [{ region: 'eu-west-1', administrator: null, reading: { kind: 'members', members: {} } }],
    { kind: 'unknown', why: 'Your account is not a member of an organization.' },
  );
  expect(notice?.message).toContain('could not be listed: Your account is not a member of an organization. Allow');
});
