import { awsJson, awsJsonError } from '../../server/protocols.ts';
import { JSON_ERRORS, type Service } from '../../server/service.ts';
import { describeAccount, listAccounts, listAccountsForParent, listDelegatedAdministrators } from './accounts.ts';
import {
  describeOrganization,
  describeOrganizationalUnit,
  listOrganizationalUnitsForParent,
  listParents,
  listRoots,
} from './units.ts';

/** AWS Organizations, read operations. https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html */
export const organizations: Service = {
  name: 'organizations',
  operationOf: ({ headers }) => /^AWSOrganizationsV20161128\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? null,
  operations: {
    DescribeAccount: describeAccount,
    DescribeOrganization: describeOrganization,
    DescribeOrganizationalUnit: describeOrganizationalUnit,
    ListAccounts: listAccounts,
    ListAccountsForParent: listAccountsForParent,
    ListDelegatedAdministrators: listDelegatedAdministrators,
    ListOrganizationalUnitsForParent: listOrganizationalUnitsForParent,
    ListParents: listParents,
    ListRoots: listRoots,
  },
  success: awsJson,
  failure: awsJsonError,
  errorCodes: { ...JSON_ERRORS, throttled: 'TooManyRequestsException', internal: 'ServiceException' },
};
