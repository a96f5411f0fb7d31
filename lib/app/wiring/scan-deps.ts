import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from '../../aws/clients.ts';
import { offeredRegions } from '../../aws/region-lists.ts';
import { LIMITS, OWN_ACCOUNT, type AccountAccess, type Limits, type ScanDeps } from '../scan/deps.ts';
import { createOwnAccess, createRoleAccess } from './account/account-access.ts';

/** The clock of this machine. */
export function now(): Date {
  return new Date();
}

/** Wires the AWS clients to a scan and its repairs. */
export function createScanDeps(clients: Clients, limits: Limits = LIMITS): ScanDeps {
  const wait: ScanDeps['wait'] = async (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);
  const newId = (): string => crypto.randomUUID();
  const own = createOwnAccess(clients, { newId, now, wait });
  return {
    now,
    newId,
    wait,
    offeredRegions: (signal) => offeredRegions(clients, signal),
    readOrganization: async (order) => {
      const { readOrganization } = await import('../../aws/organization.ts');
      return readOrganization(clients, order);
    },
    delegatedAdministrators: async (signal) => {
      const { delegatedAdministrators } = await import('../../aws/organization.ts');
      return delegatedAdministrators(clients, signal);
    },
    forAccount: (accountId, roles): AccountAccess => {
      if (accountId === OWN_ACCOUNT) return own;
      if (!roles) throw new Error(`account ${accountId} was asked for without the roles to assume in it`);
      return createRoleAccess({ accountId, roles, own, clients, deps: { newId, now, wait } });
    },
    limits,
  };
}

/** The account of the credentials, asked for once. */
export async function ownAccountId({ forAccount }: Pick<ScanDeps, 'forAccount'>): Promise<string> {
  return (await forAccount(OWN_ACCOUNT).identify(new AbortController().signal)).accountId;
}

/** The timer of a lease. It does not keep the process alive. */
export function repeatEvery(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms);
  timer.unref();
  return () => clearInterval(timer);
}
