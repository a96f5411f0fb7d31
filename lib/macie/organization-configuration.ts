import { DescribeOrganizationConfigurationCommand } from '@aws-sdk/client-macie2';
import { explainError } from '../aws/explain-error.ts';
import type { OrganizationConfiguration } from '../core/organization/configuration.ts';
import { flagOf } from './fields.ts';
import { isForAdministrators } from './for-administrators.ts';
import type { GroupCall } from './group.ts';

const OPERATION = 'macie2:DescribeOrganizationConfiguration';

type ConfigurationCall = Pick<GroupCall, 'client' | 'region' | 'signal' | 'answers'>;

/** Asks an account whether it is the Macie administrator of its organization in a Region. Never throws for what AWS or the network does. */
export function readConfiguration({ answers = {}, ...call }: ConfigurationCall): Promise<OrganizationConfiguration> {
  return (answers.configuration ??= askForConfiguration(call));
}

async function askForConfiguration({ client, region, signal }: ConfigurationCall): Promise<OrganizationConfiguration> {
  try {
    const answer = await client.send(new DescribeOrganizationConfigurationCommand({}), { abortSignal: signal });
    return {
      kind: 'administrator',
      isFull: flagOf(answer.maxAccountLimitReached),
      autoEnable: flagOf(answer.autoEnable),
    };
  } catch (error) {
    const meaning = await explainError(error, { operation: OPERATION, region });
    switch (meaning.kind) {
      case 'failure':
        return isForAdministrators(meaning)
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
