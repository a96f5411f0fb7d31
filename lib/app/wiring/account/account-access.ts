import type { RoleProvider } from '../../../aws/assume-role.ts';
import { AssumeRoleError } from '../../../aws/assume-role-error.ts';
import type { Clients } from '../../../aws/clients.ts';
import { callerIdentity } from '../../../aws/identity.ts';
import type { Caller } from '../../../core/run.ts';
import type { Policy } from '../../../policy/schema.ts';
import { UnreachableAccountError, type AccountAccess, type ScanDeps } from '../../scan/deps.ts';
import type { AccessParts } from './access-parts.ts';
import { createCostReaders } from './cost-readers.ts';
import { macieCalls } from './macie-calls.ts';
import { trailCalls } from './trail-calls.ts';

/** The access to the account of the own credentials. */
export function createOwnAccess(clients: Clients, deps: Pick<ScanDeps, 'newId' | 'now' | 'wait'>): AccountAccess {
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
      const { createRoleProvider } = await import('../../../aws/assume-role.ts');
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
      now: deps.now,
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

function createAccess(parts: AccessParts): AccountAccess {
  return { ...macieCalls(parts), ...trailCalls(parts), ...createCostReaders(parts) };
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
