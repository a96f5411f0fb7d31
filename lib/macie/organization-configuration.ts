import { DescribeOrganizationConfigurationCommand } from '@aws-sdk/client-macie2';
import { isIamDenial } from '../aws/denials.ts';
import { explainError } from '../aws/explain-error.ts';
import type { Failure } from '../core/observation.ts';
import type { OrganizationConfiguration } from '../core/organization/configuration.ts';
import type { GroupCall } from './group.ts';

const OPERATION = 'macie2:DescribeOrganizationConfiguration';

/** Asks an account whether it is the Macie administrator of its organization in a Region. Never throws for what AWS or the network does. */
export async function readConfiguration({
  client,
  region,
  signal,
}: Omit<GroupCall, 'clientToken'>): Promise<OrganizationConfiguration> {
  try {
    const answer = await client.send(new DescribeOrganizationConfigurationCommand({}), { abortSignal: signal });
    return { kind: 'administrator', isFull: answer.maxAccountLimitReached === true };
  } catch (error) {
    const meaning = await explainError(error, { operation: OPERATION, region });
    switch (meaning.kind) {
      case 'failure':
        // Macie refuses everybody else; IAM has other words.
        return isOfMacie(meaning)
          ? { kind: 'not-administrator' }
          : { kind: 'unknown', reason: meaning.reason, detail: meaning.detail };
      case 'token-rejected':
        return { kind: 'unknown', reason: 'credentials', detail: meaning.detail };
      case 'not-enabled':
      case 'already-enabled':
        return {
          kind: 'unknown',
          reason: 'bad-response',
          detail: `${OPERATION} in ${region} answered that Macie is ${meaning.kind === 'not-enabled' ? 'not' : 'already'} enabled, so nobody knows whether the account is the administrator`,
        };
    }
  }
}

/** Such as `you must be the Macie administrator for an organization`. */
function isOfMacie({ reason, detail }: Failure): boolean {
  return reason === 'access-denied' && /Macie administrator/i.test(detail) && !isIamDenial(detail);
}
