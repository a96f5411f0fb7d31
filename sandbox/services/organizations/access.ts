import { AwsError } from '../../server/errors.ts';
import type { Call } from '../../server/service.ts';
import type { Organization } from '../../worlds/organization/organization.ts';

/** The organization of the caller. */
export function organizationOf({ state, accountId }: Call): Organization {
  if (state.organization && state.accounts.isInOrganization(accountId)) return state.organization;
  throw new AwsError('AWSOrganizationsNotInUseException', {
    status: 400,
    message: 'Your account is not a member of an organization.',
  });
}

/** Only the management account and delegated administrators, of any service, may read the organization. */
export function readableOrganization(call: Call): Organization {
  const organization = organizationOf(call);
  const { managementAccount, delegatedAdministrators } = organization.settings;
  const readers = [
    managementAccount,
    ...organization.delegatedAdministrators('macie.amazonaws.com', call.now),
    ...Object.values(delegatedAdministrators).flat(),
  ];
  if (readers.includes(call.accountId)) return organization;
  throw new AwsError('AccessDeniedException', {
    status: 400,
    message: "You don't have permissions to access this resource.",
  });
}
