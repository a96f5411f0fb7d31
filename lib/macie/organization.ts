import {
  DescribeOrganizationConfigurationCommand,
  UpdateOrganizationConfigurationCommand,
  type DescribeOrganizationConfigurationCommandOutput,
} from '@aws-sdk/client-macie2';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Reading } from '../core/observation.ts';
import { autoEnable, memberLimit, NOT_REACHED, REACHED } from '../core/settings/organization.ts';
import type { Write } from '../core/settings/group.ts';
import { explainRead, explainWrite } from './explain.ts';
import { flagText } from './fields.ts';
import { isForAdministrators } from './for-administrators.ts';
import type { GroupCall } from './group.ts';

/** Of a Macie administrator. Never throws for what AWS or the network does. */
export async function readOrganizationSettings({ client, region, signal }: GroupCall): Promise<Reading> {
  let answer: DescribeOrganizationConfigurationCommandOutput;
  try {
    answer = await client.send(new DescribeOrganizationConfigurationCommand({}), { abortSignal: signal });
  } catch (error) {
    const reading = await explainRead(error, { operation: 'macie2:DescribeOrganizationConfiguration', region });
    return reading.kind === 'unknown' && isForAdministrators(reading) ? NOT_ADMINISTRATOR : reading;
  }
  const isFull = flagText(answer.maxAccountLimitReached);
  const limit = isFull === 'true' ? REACHED : NOT_REACHED;
  return {
    kind: 'values',
    values: { [autoEnable.id]: flagText(answer.autoEnable), [memberLimit.id]: isFull === null ? null : limit },
  };
}

const NOT_ADMINISTRATOR: Reading = {
  kind: 'not-applicable',
  detail: 'the account is not the Macie administrator of an organization here',
};

/** true is the only value that is ever sent. Never throws for what AWS or the network does. */
export async function writeOrganizationSettings(_: Write, { client, region, signal }: GroupCall): Promise<WriteAnswer> {
  try {
    await client.send(new UpdateOrganizationConfigurationCommand({ autoEnable: true }), { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    return explainWrite(error, { operation: 'macie2:UpdateOrganizationConfiguration', region });
  }
}
