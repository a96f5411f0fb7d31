import { expect, test } from '@jest/globals';
import { classifyError } from '../../lib/aws/classify.ts';
import { deniedBy } from '../../lib/aws/denials.ts';

const USER = 'User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: macie2:EnableMacie';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
test.each([
  ['with an explicit deny in a service control policy', ' by a service control policy'],
  [
    'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p-1',
    ' by a service control policy',
  ],
  ['with an explicit deny in a resource control policy', ' by a resource control policy'],
  ['with an explicit deny in an identity-based policy', ' by an identity-based policy'],
  ['with an explicit deny in a VPC endpoint policy', ' by a VPC endpoint policy'],
  ['with an explicit deny in a permissions boundary', ' by a permissions boundary'],
  ['with an explicit deny in a session policy', ' by a session policy'],
  ['with an explicit deny in a resource-based policy', ' by a resource-based policy'],
  ['with an explicit deny in the role trust policy', ' by a role trust policy'],
  ['with an explicit deny in an RCP policy', ' by an RCP policy'],
  [
    'because no permissions boundary allows the macie2:EnableMacie action',
    ' because no permissions boundary allows it',
  ],
  ['because no session policy allows the macie2:EnableMacie action', ' because no session policy allows it'],
  ['because no VPC endpoint policy allows the macie2:EnableMacie action', ' because no VPC endpoint policy allows it'],
  [
    'because no identity-based policy allows the macie2:EnableMacie action',
    ' because no identity-based policy allows it',
  ],
  [
    'because no service control policy allows the macie2:EnableMacie action',
    ' because no service control policy allows it',
  ],
  ['with an explicit deny', ' by an explicit deny'],
  ['with an explicit deny in service control policy', ' by a service control policy'],
  ['because no role trust policy allows the sts:AssumeRole action', ' because no role trust policy allows it'],
  ['because no resource-based policy allows the x action', ' because no resource-based policy allows it'],
  ['', ''],
])('a denial %p names its policy: %p', (text, expected) => {
  expect(deniedBy(`${USER} ${text}`)).toBe(expected);
});

test('the detail of a denial begins with the call and the policy', () => {
  const thrown = Object.assign(new Error(`${USER} with an explicit deny in a permissions boundary`), {
    name: 'AccessDeniedException',
  });
  expect(classifyError(thrown, { operation: 'macie2:EnableMacie', region: 'eu-west-1' })).toMatchObject({
    reason: 'access-denied',
    detail: expect.stringMatching(/^macie2:EnableMacie was denied by a permissions boundary: User: /),
  });
});
