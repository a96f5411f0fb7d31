import {
  GetFindingsPublicationConfigurationCommand,
  PutFindingsPublicationConfigurationCommand,
  type GetFindingsPublicationConfigurationCommandOutput,
} from '@aws-sdk/client-macie2';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Reading } from '../core/observation.ts';
import { classificationFindings, policyFindings } from '../core/settings/findings-publication.ts';
import type { Write } from '../core/settings/group.ts';
import { explainRead, explainWrite } from './explain.ts';
import { flagText, fieldsOf } from './fields.ts';
import type { GroupCall } from './group.ts';

const WRITE = 'macie2:PutFindingsPublicationConfiguration';

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

/**
 * Sends both flags, because Macie refuses a request without one of them. A write that turns neither on, or does not have both, is not
 * sent: it could only turn something off. Never throws for what AWS or the network does.
 */
export async function writePublication(
  { values }: Write,
  { client, region, signal, clientToken }: GroupCall,
): Promise<WriteAnswer> {
  const flags = [values[policyFindings.id], values[classificationFindings.id]];
  if (!flags.includes('true') || flags.some((flag) => flag !== 'true' && flag !== 'false')) return NOT_SENT;
  const [publishPolicyFindings, publishClassificationFindings] = flags.map((flag) => flag === 'true');
  const securityHubConfiguration = { publishPolicyFindings, publishClassificationFindings };
  try {
    const command = new PutFindingsPublicationConfigurationCommand({ clientToken, securityHubConfiguration });
    await client.send(command, { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    return explainWrite(error, { operation: WRITE, region });
  }
}

const NOT_SENT: WriteAnswer = {
  kind: 'refused',
  reason: 'not-reached',
  detail: `${WRITE} was not sent: it sets both kinds of findings, and whether one of them is published is not known`,
};
