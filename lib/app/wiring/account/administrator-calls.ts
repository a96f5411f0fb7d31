import type { Clients } from '../../../aws/clients.ts';
import { DISCOVERY_OF_MEMBERS } from '../../../core/settings/discovery-of-members.ts';
import type { AccountAccess } from '../../scan/deps.ts';

export type AdministratorCalls = Pick<
  AccountAccess,
  'readMembership' | 'readMembers' | 'readMember' | 'readDiscoveryAccounts' | 'readConfiguration' | 'readDesignations'
>;

/** The calls on an administrator and its members. */
export function administratorCalls(reader: () => Clients): AdministratorCalls {
  return {
    readMembership: async ({ region, signal, answers }) => {
      const { readAdministrator } = await import('../../../macie/administrator.ts');
      return readAdministrator({ client: reader().macieReader(region), region, signal, answers });
    },
    readMembers: async ({ region, signal }) => {
      const { readMembers } = await import('../../../macie/members.ts');
      return readMembers({ client: reader().macieReader(region), region, signal });
    },
    readMember: async (accountId, { group, region, signal, known }) => {
      const call = { client: reader().macieReader(region), region, signal };
      if (group === DISCOVERY_OF_MEMBERS) {
        const { readMemberDiscovery } = await import('../../../macie/discovery-of-members.ts');
        return readMemberDiscovery(accountId, { ...call, known });
      }
      const { readMember } = await import('../../../macie/member.ts');
      return readMember({ accountId, group, ...call });
    },
    readDiscoveryAccounts: async ({ region, signal }) => {
      const { readDiscoveryAccounts } = await import('../../../macie/discovery-accounts.ts');
      return readDiscoveryAccounts({ client: reader().macieReader(region), region, signal });
    },
    readConfiguration: async ({ region, signal }) => {
      const { readConfiguration } = await import('../../../macie/organization-configuration.ts');
      return readConfiguration({ client: reader().macieReader(region), region, signal });
    },
    readDesignations: async ({ region, signal }) => {
      const { readDesignations } = await import('../../../macie/designations.ts');
      return readDesignations({ client: reader().macieReader(region), region, signal });
    },
  };
}
