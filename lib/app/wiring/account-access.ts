import { AssumeRoleError, createRoleProvider, type RoleProvider } from '../../aws/assume-role.ts';
import type { Clients } from '../../aws/clients.ts';
import { callerIdentity } from '../../aws/identity.ts';
import { enabledRegions } from '../../aws/region-lists.ts';
import type { Caller } from '../../core/run.ts';
import { DISCOVERY_OF_MEMBERS } from '../../core/settings/discovery-of-members.ts';
import { SESSION } from '../../core/settings/session.ts';
import type { GroupReadCall } from '../../macie/group.ts';
import { callsOf, writeGroup } from '../../macie/index.ts';
import type { Policy } from '../../policy/schema.ts';
import { UnreachableAccountError, type AccountAccess, type ScanDeps } from '../scan/deps.ts';

/** The access to the account of the own credentials. */
export function createOwnAccess(clients: Clients, deps: Pick<ScanDeps, 'newId' | 'wait'>): AccountAccess {
  return createAccess({ identify: identifyOnce(clients), reader: () => clients, writer: () => clients, ...deps });
}

interface RoleAccessOptions {
  readonly accountId: string;
  readonly roles: Policy['roles'];
  /** Of the own account: the roles are assumed with them. */
  readonly own: AccountAccess;
  readonly clients: Clients;
  readonly deps: Pick<ScanDeps, 'newId' | 'now' | 'wait'>;
}

/** The access to another account, by the roles of the policy. The repair role is assumed for the first write. */
export function createRoleAccess({ accountId, roles, own, clients, deps }: RoleAccessOptions): AccountAccess {
  const { externalId } = roles;
  const providerOf = (role: string): RoleProvider => {
    let provider: RoleProvider | undefined;
    return async (signal = new AbortController().signal) => {
      const arn = `arn:${partitionOf(await own.identify(signal))}:iam::${accountId}:role/${role}`;
      provider ??= createRoleProvider({ arn, externalId }, { clients, now: deps.now });
      return provider(signal);
    };
  };
  const read = providerOf(roles.read);
  const repair = providerOf(roles.repair);
  const reader = keptClients(clients, read);
  const writer = keptClients(clients, repair);
  return {
    ...createAccess({
      identify: async (signal) => ({ accountId, arn: await sessionArn(read, signal) }),
      reader: reader.get,
      writer: writer.get,
      newId: deps.newId,
      wait: deps.wait,
    }),
    identifyForRepairs: async (signal) => ({ accountId, arn: await sessionArn(repair, signal) }),
    release: () => {
      reader.drop();
      writer.drop();
    },
  };
}

function partitionOf({ arn }: Caller): string {
  return arn.split(':')[1] || 'aws';
}

async function sessionArn(provider: RoleProvider, signal: AbortSignal): Promise<string> {
  try {
    return (await provider(signal)).callerArn;
  } catch (error) {
    if (!(error instanceof AssumeRoleError)) throw error;
    throw new UnreachableAccountError(error.failure, { cause: error });
  }
}

/** The clients of one role: made when first used, dropped after the account. The credentials are kept. */
function keptClients(clients: Clients, provider: RoleProvider) {
  let made: Clients | undefined;
  return {
    get: (): Clients => (made ??= clients.withCredentials(() => provider())),
    drop: (): void => {
      made = undefined;
    },
  };
}

interface AccessParts {
  readonly identify: AccountAccess['identify'];
  readonly reader: () => Clients;
  readonly writer: () => Clients;
  readonly newId: ScanDeps['newId'];
  readonly wait: ScanDeps['wait'];
}

function createAccess({ identify, reader, writer, newId, wait }: AccessParts): AccountAccess {
  const callIn = (clients: Clients, region: string): Omit<GroupReadCall, 'signal'> => ({
    client: clients.macieReader(region),
    region,
    clientToken: newId(),
    securityHub: () => clients.securityHub(region),
  });
  return {
    identify,
    enabledRegions: (signal) => enabledRegions(reader(), signal),
    read: ({ group, region, ...order }) => callsOf(group).read({ ...order, ...callIn(reader(), region) }),
    readMembership: async ({ region, signal }) => {
      const { readAdministrator } = await import('../../macie/administrator.ts');
      return readAdministrator({ client: reader().macieReader(region), region, signal });
    },
    readMembers: async ({ region, signal }) => {
      const { readMembers } = await import('../../macie/members.ts');
      return readMembers({ client: reader().macieReader(region), region, signal });
    },
    readMember: async (accountId, { group, region, signal, known }) => {
      const call = { client: reader().macieReader(region), region, signal, known };
      if (group === DISCOVERY_OF_MEMBERS) {
        const { readMemberDiscovery } = await import('../../macie/discovery-of-members.ts');
        return readMemberDiscovery(accountId, call);
      }
      const { readMember } = await import('../../macie/member.ts');
      return readMember(accountId, call);
    },
    readDiscoveryAccounts: async ({ region, signal }) => {
      const { readDiscoveryAccounts } = await import('../../macie/discovery-accounts.ts');
      return readDiscoveryAccounts({ client: reader().macieReader(region), region, signal });
    },
    write: async (write, { region, signal }) => {
      const call = { ...callIn(writer(), region), client: writer().macieWriter(region), signal };
      if (write.at === undefined || write.group !== SESSION) return writeGroup(write, call);
      const { writeMember } = await import('../../macie/member.ts');
      return writeMember(write, call);
    },
    lookUpCalls: async (alerts, run) => {
      const { lookUpCalls } = await import('../../cloudtrail/lookup.ts');
      const { arn } = await identify(run.signal);
      return lookUpCalls(alerts, { ...run, clients: reader(), ownArn: arn, wait: (ms) => wait(ms, run.signal) });
    },
    lookUpChanges: async (changed, { signal }) => {
      const { lookUpChanges } = await import('../../cloudtrail/lookup-changes.ts');
      return lookUpChanges(changed, { clients: reader(), signal, wait: (ms) => wait(ms, signal) });
    },
  };
}

/** The identity behind credentials does not change while a process runs. A failure is not kept. */
function identifyOnce(clients: Clients): AccountAccess['identify'] {
  let known: Promise<Caller> | undefined;
  return (signal) => {
    const asked = (known ??= callerIdentity(clients, signal));
    asked.catch(() => {
      known = undefined;
    });
    return asked;
  };
}
