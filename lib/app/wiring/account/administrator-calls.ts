import type { Clients } from '../../../aws/clients.ts';
import type { AccountAccess } from '../../scan/deps.ts';

export type AdministratorCalls = Pick<
  AccountAccess,
  'readMembership' | 'readMembers' | 'readMember' | 'readConfiguration' | 'readDesignations'
>;

/** The calls on an administrator and its members. */
export function administratorCalls(reader: () => Clients): AdministratorCalls {
  return {
    readMembership: async ({ region, signal }) => {
      const { readAdministrator } = await import('../../../macie/administrator.ts');
      return readAdministrator({ client: reader().macieReader(region), region, signal });
    },
    readMembers: async ({ region, signal }) => {
      const { readMembers } = await import('../../../macie/members.ts');
      return readMembers({ client: reader().macieReader(region), region, signal });
    },
    readMember: async (accountId, { group, region, signal }) => {
      const { readMember } = await import('../../../macie/member.ts');
      return readMember({ accountId, group, client: reader().macieReader(region), region, signal });
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
