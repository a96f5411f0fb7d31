import type { Clients } from '../../../aws/clients.ts';
import { accountAlias } from '../../../aws/account-alias.ts';
import { macieEndpoint } from '../../../aws/endpoint.ts';
import { OWN_ACCOUNT, type ScanDeps } from '../../scan/deps.ts';
import { timeLimit, withinLimit } from '../../scan/time-limit.ts';
import type { Connection } from './connection.ts';

/** With which rights a command writes, and to where. */
export interface AccessFacts {
  readonly accountId: string;
  /** null: the account has none, or it may not be read. */
  readonly alias: string | null;
  /** The ARN of the caller. */
  readonly identity: string;
  /** null: none was named. */
  readonly profile: string | null;
  /** The URL of Macie, with REGION for the name of the Region; null where it is not known. */
  readonly endpoint: string | null;
}

export interface AccessContext {
  readonly clients: Clients;
  readonly connection: Connection;
  readonly region: string;
  readonly signal: AbortSignal;
  readonly deps: Pick<ScanDeps, 'forAccount'>;
}

const ALIAS_MS = 3000;

export async function describeAccess(context: AccessContext): Promise<AccessFacts> {
  const { clients, connection, region, signal, deps } = context;
  const limit = timeLimit(ALIAS_MS, signal);
  const [{ accountId, arn }, alias, endpoint] = await Promise.all([
    deps.forAccount(OWN_ACCOUNT).identify(signal),
    withinLimit(limit, { work: () => accountAlias(clients, limit), late: () => null }),
    macieEndpoint(clients.macieWriter(region)),
  ]);
  return {
    accountId,
    alias,
    identity: arn,
    profile: connection.profile,
    endpoint: endpoint?.replaceAll(region, 'REGION') ?? null,
  };
}
