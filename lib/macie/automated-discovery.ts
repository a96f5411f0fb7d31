import {
  GetAutomatedDiscoveryConfigurationCommand,
  UpdateAutomatedDiscoveryConfigurationCommand,
  type GetAutomatedDiscoveryConfigurationCommandOutput,
} from '@aws-sdk/client-macie2';
import type { WriteAnswer } from '../core/compliance/write-answer.ts';
import type { Failure, Reading } from '../core/observation.ts';
import {
  ADMINISTRATOR,
  AUTO_ENABLE_DISCOVERY,
  DISCOVERY,
  DISCOVERY_MODES,
  STANDALONE,
  STANDING,
} from '../core/settings/automated-discovery.ts';
import type { Write } from '../core/settings/group.ts';
import { explainRead, explainWrite } from './explain.ts';
import { textOf } from './fields.ts';
import { isForAdministrators } from './for-administrators.ts';
import type { GroupCall } from './group.ts';
import { readConfiguration } from './organization-configuration.ts';

const READ = 'macie2:GetAutomatedDiscoveryConfiguration';
const WRITE = 'macie2:UpdateAutomatedDiscoveryConfiguration';

/** Never throws for what AWS or the network does. */
export async function readDiscovery(call: GroupCall): Promise<Reading> {
  const { client, region, signal } = call;
  let answer: Partial<GetAutomatedDiscoveryConfigurationCommandOutput>;
  try {
    answer = await client.send(new GetAutomatedDiscoveryConfigurationCommand({}), { abortSignal: signal });
  } catch (error) {
    const reading = await explainRead(error, { operation: READ, region });
    if (reading.kind === 'unknown' && isForAdministrators(reading)) return OF_A_MEMBER;
    if (!isNotOnboarded(error, reading)) return reading;
    answer = { status: 'DISABLED' };
  }
  const status = textOf(answer.status);
  const mode = textOf(answer.autoEnableOrganizationMembers);
  const { standing, why } = await standingOf({ status, mode }, call);
  return {
    kind: 'values',
    values: { [DISCOVERY]: status, [AUTO_ENABLE_DISCOVERY]: mode, [STANDING]: standing },
    // Only the mode is missing for that reason.
    ...(why === null || status === null ? {} : { missing: why }),
  };
}

const OF_A_MEMBER: Reading = {
  kind: 'not-applicable',
  detail: 'the account is a member of an organization: its Macie administrator sets automated discovery',
};

/** An account that has a session, and was never given automated discovery. The text does not name Macie. */
function isNotOnboarded(error: unknown, reading: Reading): boolean {
  const isOff = reading.kind === 'unknown' && reading.reason === 'bad-response';
  return isOff && error instanceof Error && /has not been onboarded/i.test(error.message);
}

interface Standing {
  readonly standing: string | null;
  /** Why it is not known although something depends on it; null: it is, or nothing does. */
  readonly why: Failure | null;
}

/** Is the account the administrator of its organization? One call more, and only where a comparison or a repair depends on it. */
async function standingOf(
  { status, mode }: { readonly status: string | null; readonly mode: string | null },
  { desired = {}, known = {}, ...call }: GroupCall,
): Promise<Standing> {
  const before = known[STANDING] ?? null;
  const isRepairUnsafe = mode === null && status === 'DISABLED' && desired[DISCOVERY] === 'ENABLED';
  const wanted = desired[AUTO_ENABLE_DISCOVERY];
  if (before !== null || !(isRepairUnsafe || (wanted !== undefined && wanted !== mode)))
    return { standing: before, why: null };
  const configuration = await readConfiguration(call);
  switch (configuration.kind) {
    case 'administrator':
      return { standing: ADMINISTRATOR, why: null };
    case 'not-administrator':
      return { standing: STANDALONE, why: null };
    case 'unknown':
      return { standing: null, why: { reason: configuration.reason, detail: configuration.detail } };
  }
}

/** ENABLED is the only status that is ever sent, with the mode of the write. Never throws for what AWS or the network does. */
export async function writeDiscovery({ values }: Write, { client, region, signal }: GroupCall): Promise<WriteAnswer> {
  if (values[DISCOVERY] !== 'ENABLED') return NOT_ON;
  const mode = DISCOVERY_MODES.find((one) => one === values[AUTO_ENABLE_DISCOVERY]);
  if (mode === undefined && values[AUTO_ENABLE_DISCOVERY] !== undefined) return UNKNOWN_MODE;
  const input = { status: 'ENABLED', ...(mode === undefined ? {} : { autoEnableOrganizationMembers: mode }) } as const;
  try {
    await client.send(new UpdateAutomatedDiscoveryConfigurationCommand(input), { abortSignal: signal });
    return { kind: 'accepted' };
  } catch (error) {
    return explainWrite(error, { operation: WRITE, region });
  }
}

/** The call sets the status as well: to send one that is off would undo what somebody turns on meanwhile. */
const NOT_ON: WriteAnswer = {
  kind: 'refused',
  reason: 'not-reached',
  detail: `${WRITE} was not sent: it sets the status too, and automated discovery is not on in the administrator. Turn it on there first`,
};

/** A call without the mode means ALL. */
const UNKNOWN_MODE: WriteAnswer = {
  kind: 'refused',
  reason: 'not-reached',
  detail: `${WRITE} was not sent: this version does not know the mode for members, and a call without it would turn automated discovery on for all of them`,
};
