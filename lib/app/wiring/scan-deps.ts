import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from '../../aws/clients.ts';
import { callerIdentity } from '../../aws/identity.ts';
import { enabledRegions, offeredRegions } from '../../aws/region-lists.ts';
import { WardenError } from '../../core/errors.ts';
import type { Caller } from '../../core/run.ts';
import { callsOf } from '../../macie/index.ts';
import { LIMITS, OWN_ACCOUNT, type AccountAccess, type Limits, type ScanDeps } from '../scan/deps.ts';

/** Wires the AWS clients to a scan and its repairs. */
export function createScanDeps(clients: Clients, limits: Limits = LIMITS): ScanDeps {
  const wait: ScanDeps['wait'] = async (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);
  const own = createAccess(clients, wait);
  return {
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    wait,
    offeredRegions: (signal) => offeredRegions(clients, signal),
    forAccount: (account) => (account === OWN_ACCOUNT ? own : refuseOthers(account, own)),
    limits,
  };
}

/** The account of the credentials, asked for once. */
export async function ownAccountId({ forAccount }: Pick<ScanDeps, 'forAccount'>): Promise<string> {
  return (await forAccount(OWN_ACCOUNT).identify(new AbortController().signal)).accountId;
}

/** The access to an account with the credentials of these clients. */
function createAccess(clients: Clients, wait: ScanDeps['wait']): AccountAccess {
  const identify = identifyOnce(clients);
  return {
    identify,
    enabledRegions: (signal) => enabledRegions(clients, signal),
    read: ({ group, region, signal }) =>
      callsOf(group).read({ client: clients.macieReader(region), region, signal, clientToken: crypto.randomUUID() }),
    readMembership: async ({ region, signal }) => {
      const { readAdministrator } = await import('../../macie/administrator.ts');
      return readAdministrator({ client: clients.macieReader(region), region, signal });
    },
    write: (write, { region, signal }) =>
      callsOf(write.group).write(write, {
        client: clients.macieWriter(region),
        region,
        signal,
        clientToken: crypto.randomUUID(),
      }),
    lookUpCalls: async (alerts, run) => {
      const { lookUpCalls } = await import('../../cloudtrail/lookup.ts');
      const { arn } = await identify(run.signal);
      return lookUpCalls(alerts, { ...run, clients, ownArn: arn, wait: (ms) => wait(ms, run.signal) });
    },
    lookUpChanges: async (changed, { signal }) => {
      const { lookUpChanges } = await import('../../cloudtrail/lookup-changes.ts');
      return lookUpChanges(changed, { clients, signal, wait: (ms) => wait(ms, signal) });
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

/** These clients have credentials for their own account alone: the readings of another account must not be made with them. */
function refuseOthers(account: string, own: AccountAccess): AccountAccess {
  return {
    ...own,
    identify: async (signal) => {
      const caller = await own.identify(signal);
      if (caller.accountId === account) return caller;
      throw new WardenError(
        'request',
        `accounts: expected ${caller.accountId}, the account of these credentials, found ${account}`,
      );
    },
  };
}

/** The timer of a lease. It does not keep the process alive. */
export function repeatEvery(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms);
  timer.unref();
  return () => clearInterval(timer);
}
