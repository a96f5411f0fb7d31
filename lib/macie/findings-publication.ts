import {
  GetFindingsPublicationConfigurationCommand,
  PutFindingsPublicationConfigurationCommand,
  type GetFindingsPublicationConfigurationCommandOutput,
} from '@aws-sdk/client-macie2';
import type { WriteAnswer } from '../core/compliance/outcomes.ts';
import type { Reading } from '../core/observation.ts';
import { classificationFindings, policyFindings } from '../core/settings/findings-publication.ts';
import type { Write } from '../core/settings/group.ts';
import { explainRead, explainWrite } from './explain.ts';
import { flagText, fieldsOf } from './fields.ts';
import type { GroupCall } from './group.ts';

/** Never throws for what AWS or the network does. */
export async function readPublication({ client, region, signal }: GroupCall): Promise<Reading> {
  let answer: GetFindingsPublicationConfigurationCommandOutput;
  try {
    answer = await client.send(new GetFindingsPublicationConfigurationCommand({}), { abortSignal: signal });
  } catch (error) {
    return explainRead(error, { operation: 'macie2:GetFindingsPublicationConfiguration', region });
  }
  const flags = fieldsOf(answer.securityHubConfiguration);
  return {
    kind: 'values',
    values: {
      [policyFindings.id]: flagText(flags['publishPolicyFindings']),
      [classificationFindings.id]: flagText(flags['publishClassificationFindings']),
    },
  };
}

/** Sends both flags. Macie refuses a request without one of them. Never throws for what AWS or the network does. */
export async function writePublication(
  { values }: Write,
  { client, region, signal, clientToken }: GroupCall,
): Promise<WriteAnswer> {
  const securityHubConfiguration = {
    publishPolicyFindings: values[policyFindings.id] === 'true',
    publishClassificationFindings: values[classificationFindings.id] === 'true',
  };
  try {
    const command = new PutFindingsPublicationConfigurationCommand({ clientToken, securityHubConfiguration });
    await client.send(command, { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    return explainWrite(error, { operation: 'macie2:PutFindingsPublicationConfiguration', region });
  }
}
