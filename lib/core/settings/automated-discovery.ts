import { DISCOVERY_LOSS } from './discovery-loss.ts';
import { definePlainGroup } from './group.ts';
import { compareValue, defineSetting, GONE_WITH_SESSION, type ActionChoice } from './setting.ts';

/** The id of the group that GetAutomatedDiscoveryConfiguration returns, and of the setting that is its status. */
export const DISCOVERY = 'automatedDiscovery';

/** The setting for the members of an administrator. */
export const AUTO_ENABLE_DISCOVERY = 'organization.autoEnableDiscovery';

/** For more members with each. */
export const DISCOVERY_MODES = ['NONE', 'NEW', 'ALL'] as const;

/**
 * The place of an account in its organization, as a value of the group: only where something depends on it. null: not known. Members
 * have no such group.
 */
export const STANDING = 'standing';
export const ADMINISTRATOR = 'administrator';
export const STANDALONE = 'standalone';

const OPERATION = 'UpdateAutomatedDiscoveryConfiguration';

const UNKNOWN_VALUE: ActionChoice = {
  kind: 'manual',
  detail:
    'AWS shows a value that this version does not know, and nothing is written on a guess: check it in the Macie console, under Settings',
};

export const automatedDiscovery = defineSetting({
  id: DISCOVERY,
  group: DISCOVERY,
  schema: {
    kind: 'enum',
    values: ['ENABLED', 'DISABLED'],
    description:
      'Does Macie search new objects for sensitive data by itself? Of an administrator or a standalone account: a member has what its administrator sets. It is only ever turned on.',
  },
  repairedBy: 'turning automated discovery on',
  compare: (desired, read) => compareValue(DISCOVERY, desired, read),
  chooseAction: ({ desired, actual }, { values }) => {
    if (desired !== 'ENABLED')
      return {
        kind: 'manual',
        detail:
          'macie-warden never turns automated discovery off, because Macie deletes its results after 30 days: turn it off by hand in the Macie console',
      };
    if (actual !== 'DISABLED') return UNKNOWN_VALUE;
    const mode = values[AUTO_ENABLE_DISCOVERY] ?? null;
    if (mode === null && values[STANDING] !== STANDALONE) return { kind: 'manual', detail: WITHOUT_MODE };
    return mode === null || isMode(mode) ? { kind: 'write', action: 'enable-discovery' } : UNKNOWN_VALUE;
  },
  describeAction: () => 'turn on automated discovery',
  describeState: (value) => {
    if (value === 'ENABLED') return 'Automated discovery is ON';
    return value === 'DISABLED' ? 'Automated discovery is OFF' : `Automated discovery is ${value ?? 'not set'}`;
  },
  severityOf: ({ desired }) => (desired === 'ENABLED' ? 'HIGH' : 'LOW'),
  describeLoss: ({ desired, actual }) => (desired === 'ENABLED' && actual === 'DISABLED' ? DISCOVERY_LOSS : null),
  attributedTo: { [OPERATION]: { parameter: 'status', otherwise: 'unchanged' }, ...GONE_WITH_SESSION },
  callsToLookUp: () => [OPERATION],
});

/** A call without the mode means ALL: it turns automated discovery on, and bills it, for every member. */
const WITHOUT_MODE =
  'the answer has no autoEnableOrganizationMembers, and a call without it would turn automated discovery on for every member of an administrator: turn it on in the Macie console, under Automated sensitive data discovery';

export const autoEnableDiscovery = defineSetting({
  id: AUTO_ENABLE_DISCOVERY,
  group: DISCOVERY,
  schema: {
    kind: 'enum',
    values: DISCOVERY_MODES.toReversed(),
    description:
      'Of the Macie administrator of an organization: for which members does Macie turn on automated discovery by itself? ALL includes those of now. It is only ever set for more members.',
  },
  repairedBy: 'setting it for more members',
  compare: (desired, read) =>
    read.values[STANDING] === STANDALONE
      ? { kind: 'not-applicable' }
      : compareValue(AUTO_ENABLE_DISCOVERY, desired, read),
  chooseAction: ({ desired: wanted, actual }, { values, desired = {} }) => {
    if (actual === null || !isMode(actual)) return UNKNOWN_VALUE;
    const modes: readonly string[] = DISCOVERY_MODES;
    if (modes.indexOf(wanted) < modes.indexOf(actual))
      return {
        kind: 'manual',
        detail: 'the policy asks for fewer members than there are; macie-warden only ever turns protection up',
      };
    const status = values[DISCOVERY] ?? null;
    if (status === 'ENABLED' || (status === 'DISABLED' && desired[DISCOVERY] === 'ENABLED'))
      return { kind: 'write', action: 'raise-auto-enable-discovery' };
    return {
      kind: 'manual',
      detail:
        'automated discovery is not on in the administrator, so Macie turns it on for no member: add desired.automatedDiscovery: ENABLED',
    };
  },
  describeAction: (_, { desired }) => `have Macie turn on automated discovery for ${MEMBERS[desired] ?? desired}`,
  describeState: (value) =>
    value === null
      ? 'No setting has the members for which Macie turns on automated discovery'
      : `Macie turns on automated discovery for ${MEMBERS[value] ?? value}`,
  severityOf: ({ desired, actual }) => {
    const modes: readonly string[] = DISCOVERY_MODES;
    return modes.indexOf(desired) > modes.indexOf(actual ?? '') ? 'MEDIUM' : 'LOW';
  },
  attributedTo: {
    // https://docs.aws.amazon.com/macie/latest/APIReference/automated-discovery-configuration.html
    [OPERATION]: { parameter: 'autoEnableOrganizationMembers', otherwise: { value: 'ALL' } },
    ...GONE_WITH_SESSION,
  },
  callsToLookUp: () => [OPERATION],
});

const MEMBERS: Readonly<Record<string, string>> = { ALL: 'all members', NEW: 'new members', NONE: 'no member' };

/** The call takes both values: the one that is not to change is sent as it was read. */
export const discoveryGroup = {
  ...definePlainGroup(DISCOVERY, { operation: OPERATION, alwaysSent: [DISCOVERY, AUTO_ENABLE_DISCOVERY] }),
  appliesTo: 'non-members' as const,
  operations: { [OPERATION]: { [DISCOVERY]: 'ENABLED' } },
};

function isMode(mode: string): boolean {
  const modes: readonly string[] = DISCOVERY_MODES;
  return modes.includes(mode);
}
