import type { Clients } from '../../../aws/clients.ts';
import { enabledRegions } from '../../../aws/region-lists.ts';
import { DISCOVERY_OF_MEMBERS } from '../../../core/settings/discovery-of-members.ts';
import type { GroupReadCall } from '../../../macie/group.ts';
import { callsOf, writeGroup } from '../../../macie/index.ts';
import type { AccountAccess } from '../../scan/deps.ts';
import type { AccessParts } from './access-parts.ts';
import { administratorCalls, type AdministratorCalls } from './administrator-calls.ts';

type MacieCalls = AdministratorCalls & Pick<AccountAccess, 'identify' | 'enabledRegions' | 'read' | 'write'>;

/** The calls on Macie in one account, with its clients. Code that few runs need is loaded when it is called. */
export function macieCalls({ identify, reader, writer, newId }: AccessParts): MacieCalls {
  const callIn = (clients: Clients, region: string): Omit<GroupReadCall, 'signal' | 'accountId'> => ({
    client: clients.macieReader(region),
    region,
    clientToken: newId(),
    securityHub: () => clients.securityHub(region),
  });
  return {
    identify,
    enabledRegions: (signal) => enabledRegions(reader(), signal),
    read: ({ group, region, ...order }) =>
      callsOf(group).read({
        ...order,
        ...callIn(reader(), region),
        accountId: async () => (await identify(order.signal)).accountId,
      }),
    write: async (write, { region, signal }) => {
      const call = { ...callIn(writer(), region), client: writer().macieWriter(region), signal };
      if (write.at === undefined || write.group === DISCOVERY_OF_MEMBERS) return writeGroup(write, call);
      const { writeMember } = await import('../../../macie/write-member.ts');
      return writeMember(write, call);
    },
    ...administratorCalls(reader),
  };
}
