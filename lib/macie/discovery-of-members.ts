import { BatchUpdateAutomatedDiscoveryAccountsCommand } from '@aws-sdk/client-macie2';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Observation, Reading } from '../core/observation.ts';
import { discoveryOfMember } from '../core/organization/discovery.ts';
import { DISCOVERY_OF_MEMBERS, type MemberDiscovery } from '../core/settings/discovery-of-members.ts';
import type { Write } from '../core/settings/group.ts';
import { readDiscoveryAccounts } from './discovery-accounts.ts';
import { explainWrite } from './explain.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { GroupCall } from './group.ts';

const WRITE = 'macie2:BatchUpdateAutomatedDiscoveryAccounts';

/** The automated discovery of a member as it sees it itself. `known`: its account id and its administrator. Never throws for what AWS or the network does. */
export async function readOwnDiscovery(call: GroupCall): Promise<Reading> {
  const accountId = call.known?.['accountId'] ?? '';
  const reading = await readDiscoveryAccounts(call);
  switch (reading.kind) {
    case 'not-administrator':
      return {
        kind: 'unknown',
        reason: 'access-denied',
        detail: `${reading.detail}. Its administrator alone shows it`,
      };
    case 'unknown':
      return reading;
    case 'accounts': {
      const values = {
        [DISCOVERY_OF_MEMBERS]: reading.statuses[accountId] ?? null,
        administrator: null,
        administratorStatus: null,
        memberOf: call.known?.['memberOf'] ?? null,
      } satisfies MemberDiscovery;
      return { kind: 'values', values };
    }
  }
}

/** The same as its administrator, the account that calls, sees it. */
export async function readMemberDiscovery(
  accountId: string,
  { known, ...call }: Omit<GroupCall, 'clientToken'>,
): Promise<Observation> {
  const administrator = known?.['administrator'] ?? '';
  const reading = await readDiscoveryAccounts(call, [accountId, administrator]);
  switch (reading.kind) {
    case 'not-administrator':
      return { kind: 'unknown', reason: 'access-denied', detail: reading.detail };
    case 'unknown':
      return reading;
    case 'accounts':
      return discoveryOfMember(accountId, { administrator, statuses: reading.statuses });
  }
}

/** Turns on the automated discovery of one member. ENABLED is the only status that is ever sent. Never throws for what AWS or the network does. */
export async function writeMemberDiscovery(
  { values: { accountId = '' } }: Write,
  { client, region, signal }: GroupCall,
): Promise<WriteAnswer> {
  try {
    const command = new BatchUpdateAutomatedDiscoveryAccountsCommand({ accounts: [{ accountId, status: 'ENABLED' }] });
    const { errors } = await client.send(command, { abortSignal: signal });
    return answerFor(accountId, errors, region);
  } catch (error) {
    return explainWrite(error, { operation: WRITE, region });
  }
}

/** https://docs.aws.amazon.com/macie/latest/APIReference/automated-discovery-accounts.html */
const ADVICE: Readonly<Record<string, string>> = {
  ACCOUNT_PAUSED: 'Macie is paused in the account: resume it first',
  ACCOUNT_NOT_FOUND: 'the account is no member of this Macie administrator: add it first',
};

/** The call answers 200 with an error for each account that it did not change. */
function answerFor(accountId: string, errors: unknown, region: string): WriteAnswer {
  if (errors === undefined || errors === null) return { kind: 'accepted' };
  if (!Array.isArray(errors))
    return {
      kind: 'unclear',
      reason: 'bad-response',
      detail: `${WRITE} in ${region} answered with errors that are no list`,
    };
  const own = errors.map(fieldsOf).find((error) => error['accountId'] === accountId);
  if (own === undefined) return otherErrors(errors.length, region);
  const code = textOf(own['errorCode']) ?? 'an error without a code';
  const advice = ADVICE[code] ?? 'check the account in the console of the Macie administrator';
  return {
    kind: 'refused',
    reason: 'service-error',
    detail: `${WRITE} in ${region} did not change account ${accountId} (${code}): ${advice}`,
  };
}

/** The request names one account: an error of another says nothing of it. */
function otherErrors(count: number, region: string): WriteAnswer {
  return count === 0
    ? { kind: 'accepted' }
    : {
        kind: 'unclear',
        reason: 'bad-response',
        detail: `${WRITE} in ${region} answered with an error that names another account`,
      };
}
