import { DISCOVERY_LOSS } from './discovery-loss.ts';
import type { SettingsGroup } from './group.ts';
import { compareValue, defineSetting, GONE_WITH_SESSION } from './setting.ts';

/** The id of the group that ListAutomatedDiscoveryAccounts shows of a member, and of its one setting. */
export const DISCOVERY_OF_MEMBERS = 'automatedDiscoveryOfMembers';

const OPERATION = 'BatchUpdateAutomatedDiscoveryAccounts';

/** What is known of the automated discovery of a member. */
export interface MemberDiscovery {
  readonly [DISCOVERY_OF_MEMBERS]: string | null;
  /** The administrator that was asked, which can change it; null: the account itself was asked. */
  readonly administrator: string | null;
  /** The automated discovery of that administrator: it comes before that of its members. */
  readonly administratorStatus: string | null;
  /** The administrator of the account, whoever was asked. */
  readonly memberOf: string | null;
}

export const discoveryOfMembers = defineSetting({
  id: DISCOVERY_OF_MEMBERS,
  group: DISCOVERY_OF_MEMBERS,
  schema: {
    kind: 'enum',
    values: ['ENABLED', 'DISABLED'],
    description:
      'Does Macie search new objects of a member for sensitive data by itself? Its administrator sets it. It is only ever turned on.',
  },
  repairedBy: 'turning automated discovery on at the administrator',
  compare: (desired, read) => compareValue(DISCOVERY_OF_MEMBERS, desired, read),
  chooseAction: ({ desired, actual }, { values }) => {
    if (desired !== 'ENABLED')
      return {
        kind: 'manual',
        detail:
          'macie-warden never turns automated discovery off, because Macie deletes its results after 30 days: turn it off by hand in the Macie administrator',
      };
    if (actual !== 'DISABLED')
      return {
        kind: 'manual',
        detail:
          'AWS shows a value that this version does not know, and nothing is written on a guess: check it in the console of the Macie administrator',
      };
    const { administrator, administratorStatus, memberOf } = values;
    if (!administrator) return { kind: 'manual', detail: leftToAdministrator(memberOf ?? null) };
    return administratorStatus === 'ENABLED'
      ? { kind: 'write', action: 'enable-discovery-of-member' }
      : { kind: 'manual', detail: needsAdministrator(administrator, administratorStatus ?? null) };
  },
  describeAction: () => 'turn on automated discovery for the member at its Macie administrator',
  describeState: (value) => {
    if (value === 'ENABLED') return 'Automated discovery of the member is ON';
    return value === 'DISABLED'
      ? 'Automated discovery of the member is OFF'
      : `Automated discovery of the member is ${value ?? 'not set'}`;
  },
  severityOf: ({ desired }) => (desired === 'ENABLED' ? 'HIGH' : 'LOW'),
  describeLoss: ({ desired, actual }) => (desired === 'ENABLED' && actual === 'DISABLED' ? DISCOVERY_LOSS : null),
  attributedTo: { [OPERATION]: { parameter: 'status', otherwise: 'unchanged' }, ...GONE_WITH_SESSION },
  callsToLookUp: () => [OPERATION],
});

function leftToAdministrator(memberOf: string | null): string {
  return `only the Macie administrator of this account${memberOf === null ? '' : `, account ${memberOf},`} can turn it on, by ${OPERATION}: the account is a member of an organization`;
}

function needsAdministrator(administrator: string, status: string | null): string {
  return status === 'DISABLED'
    ? `automated discovery is off in the Macie administrator ${administrator}, and Macie turns it on for members only after it: turn it on there first, by desired.automatedDiscovery`
    : `the automated discovery of the Macie administrator ${administrator} is not known to be on, and Macie turns it on for members only after it: check it there first`;
}

export const discoveryOfMembersGroup: SettingsGroup = {
  id: DISCOVERY_OF_MEMBERS,
  appliesTo: 'members',
  operations: { [OPERATION]: { [DISCOVERY_OF_MEMBERS]: 'ENABLED' } },
  composeWrite: (_, __, target) => {
    const at = target?.values?.['administrator'];
    if (!target || !at) throw new Error('a member is written by its Macie administrator, and there is none');
    return {
      group: DISCOVERY_OF_MEMBERS,
      kind: 'put',
      at,
      values: { accountId: target.accountId, [DISCOVERY_OF_MEMBERS]: 'ENABLED' },
    };
  },
  showsWrite: (values) => values[DISCOVERY_OF_MEMBERS] === 'ENABLED',
  describeWrite: ({ at }) => `${OPERATION} by administrator ${String(at)}: status ENABLED`,
};
