import { UpdateOrganizationConfigurationCommand } from '@aws-sdk/client-macie2';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { GroupValues, Reading } from '../core/observation.ts';
import type { OrganizationConfiguration } from '../core/organization/configuration.ts';
import { autoEnable, memberLimit, NOT_REACHED, REACHED } from '../core/settings/organization.ts';
import type { Write } from '../core/settings/group.ts';
import { explainWrite } from './explain.ts';
import { flagText } from './fields.ts';
import type { GroupCall } from './group.ts';
import { readConfiguration } from './organization-configuration.ts';

/** Of a Macie administrator. Never throws for what AWS or the network does. */
export async function readOrganizationSettings(call: GroupCall): Promise<Reading> {
  const configuration = await readConfiguration(call);
  switch (configuration.kind) {
    case 'administrator':
      return { kind: 'values', values: valuesOf(configuration) };
    case 'not-administrator':
      return NOT_ADMINISTRATOR;
    case 'unknown':
      return configuration;
  }
}

function valuesOf({
  autoEnable: isOn,
  isFull,
}: Extract<OrganizationConfiguration, { kind: 'administrator' }>): GroupValues {
  const limit = isFull ? REACHED : NOT_REACHED;
  return {
    [autoEnable.id]: flagText(isOn),
    [memberLimit.id]: isFull === null ? null : limit,
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
