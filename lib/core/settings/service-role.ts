import { compareBesideStatus, SESSION } from './session.ts';
import { defineSetting } from './setting.ts';

const EXPECTED = 'service-linked, or the ARN of an IAM role';

export const serviceRole = defineSetting({
  id: 'serviceRole',
  group: SESSION,
  schema: {
    kind: 'text',
    pattern: /^(service-linked|arn:aws:iam::\d{12}:role\/.+)$/,
    expected: EXPECTED,
    description: `${EXPECTED}. A difference is reported; there is no call that repairs it.`,
  },
  repairedBy: 'no call: a person has to check it',
  // https://docs.aws.amazon.com/macie/latest/user/service-linked-roles.html
  resolve: (value, { accountId }) =>
    value === 'service-linked'
      ? `arn:aws:iam::${accountId}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`
      : value,
  policyValues: () => ['service-linked'],
  compare: (desired, read) => {
    const actual = read.values['serviceRole'] ?? null;
    const isSame = actual !== null && withoutRegion(actual) === withoutRegion(desired);
    const values = isSame ? { ...read.values, serviceRole: desired } : read.values;
    return compareBesideStatus('serviceRole', desired, { ...read, values });
  },
  chooseAction: ({ actual }) => ({
    kind: 'manual',
    detail:
      actual === null
        ? 'Macie is not enabled here and the policy does not desire it: add desired.status'
        : 'Macie has no call that changes the service role of a session: find out who set it, and why',
  }),
  describeAction: () => 'change the service role',
  describeState: (value) => (value === null ? 'Macie is OFF' : `Macie uses the role ${value.split('/').at(-1)}`),
  severityOf: () => 'MEDIUM',
  attributedTo: {},
});

/**
 * The principal of Macie in an opt-in Region carries the name of the Region, in some of AWS's pages in the path of the role as well.
 * https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
 */
function withoutRegion(role: string): string {
  return role.replace(/(:role\/aws-service-role\/macie)\.[a-z]{2}(?:-[a-z]+)+-\d(\.amazonaws\.com\/)/, '$1$2');
}
