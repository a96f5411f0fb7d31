import { definePlainGroup } from './group.ts';
import { compareValue, defineSetting } from './setting.ts';

const GROUP = 'administrator';
const ID = 'organization.administrator';

/** The account has no Macie administrator, is none, and sees none. */
export const NO_ADMINISTRATOR = 'none';

export const organizationAdministrator = defineSetting({
  id: ID,
  group: GROUP,
  schema: {
    kind: 'text',
    pattern: /^\d{12}$/,
    expected: 'a 12-digit account id in quotes',
    description:
      'The account that is the Macie administrator of the organization, in every Region. A difference is reported; it is never written.',
  },
  repairedBy: 'no call: the management account has to decide it',
  compare: (desired, read) => compareValue(ID, desired, read),
  // https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-notes.html
  chooseAction: ({ desired, actual }) => ({
    kind: 'manual',
    detail:
      actual === NO_ADMINISTRATOR
        ? `designate ${desired} in this Region from the management account, by EnableOrganizationAdminAccount, or add this account at ${desired} if it is designated`
        : `the administrator here is ${actual}: a Region has one, and replacing it ends automated discovery in every member, so the management account has to decide it`,
  }),
  describeAction: () => 'designate the Macie administrator',
  describeState: (value) =>
    value === null || value === NO_ADMINISTRATOR
      ? 'the account has no Macie administrator'
      : `the Macie administrator is ${value}`,
  severityOf: () => 'HIGH',
  attributedTo: {
    EnableOrganizationAdminAccount: { parameter: 'adminAccountId', otherwise: 'unchanged' },
    DisableOrganizationAdminAccount: { otherwise: { value: NO_ADMINISTRATOR } },
  },
});

/** Nothing of it is ever written. */
export const administratorGroup = {
  ...definePlainGroup(GROUP, { operation: 'EnableOrganizationAdminAccount' }),
  operations: {},
};
