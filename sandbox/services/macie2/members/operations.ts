import type { Service } from '../../../server/service.ts';
import { disassociateFromAdministrator, getAdministratorAccount } from './administrator.ts';
import {
  batchUpdateAutomatedDiscoveryAccounts,
  getAutomatedDiscoveryConfiguration,
  listAutomatedDiscoveryAccounts,
  updateAutomatedDiscoveryConfiguration,
} from './automated-discovery.ts';
import { deleteMember, disassociateMember, updateMemberSession } from './change-member.ts';
import { createMember } from './create-member.ts';
import { getMember, listMembers } from './list-members.ts';
import {
  disableOrganizationAdminAccount,
  enableOrganizationAdminAccount,
  listOrganizationAdminAccounts,
} from './organization-admin.ts';
import { describeOrganizationConfiguration, updateOrganizationConfiguration } from './organization-configuration.ts';

/** Operations by method and path. */
export const MEMBER_ROUTES: Readonly<Record<string, string>> = {
  'GET /administrator': 'GetAdministratorAccount',
  'POST /administrator/disassociate': 'DisassociateFromAdministratorAccount',
  'POST /master/disassociate': 'DisassociateFromMasterAccount',
  'GET /members': 'ListMembers',
  'POST /members': 'CreateMember',
  'GET /members/{id}': 'GetMember',
  'DELETE /members/{id}': 'DeleteMember',
  'POST /members/disassociate/{id}': 'DisassociateMember',
  'PATCH /macie/members/{id}': 'UpdateMemberSession',
  'GET /automated-discovery/configuration': 'GetAutomatedDiscoveryConfiguration',
  'PUT /automated-discovery/configuration': 'UpdateAutomatedDiscoveryConfiguration',
  'GET /automated-discovery/accounts': 'ListAutomatedDiscoveryAccounts',
  'PATCH /automated-discovery/accounts': 'BatchUpdateAutomatedDiscoveryAccounts',
  'GET /admin': 'ListOrganizationAdminAccounts',
  'POST /admin': 'EnableOrganizationAdminAccount',
  'DELETE /admin': 'DisableOrganizationAdminAccount',
  'GET /admin/configuration': 'DescribeOrganizationConfiguration',
  'PATCH /admin/configuration': 'UpdateOrganizationConfiguration',
};

export const MEMBER_OPERATIONS: Service['operations'] = {
  GetAdministratorAccount: getAdministratorAccount,
  DisassociateFromAdministratorAccount: disassociateFromAdministrator,
  DisassociateFromMasterAccount: disassociateFromAdministrator,
  ListMembers: listMembers,
  GetMember: getMember,
  CreateMember: createMember,
  DeleteMember: deleteMember,
  DisassociateMember: disassociateMember,
  UpdateMemberSession: updateMemberSession,
  ListOrganizationAdminAccounts: listOrganizationAdminAccounts,
  EnableOrganizationAdminAccount: enableOrganizationAdminAccount,
  DisableOrganizationAdminAccount: disableOrganizationAdminAccount,
  DescribeOrganizationConfiguration: describeOrganizationConfiguration,
  UpdateOrganizationConfiguration: updateOrganizationConfiguration,
  GetAutomatedDiscoveryConfiguration: getAutomatedDiscoveryConfiguration,
  UpdateAutomatedDiscoveryConfiguration: updateAutomatedDiscoveryConfiguration,
  ListAutomatedDiscoveryAccounts: listAutomatedDiscoveryAccounts,
  BatchUpdateAutomatedDiscoveryAccounts: batchUpdateAutomatedDiscoveryAccounts,
};
