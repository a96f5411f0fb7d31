import { obstacleText } from '../organization/administration.ts';
import type { GroupValues } from '../observation.ts';
import type { SettingsGroup } from './group.ts';
import { MEMBER, MEMBERSHIP, NO_MEMBER, OUTSIDE } from './membership-values.ts';
import { defineSetting, type ActionChoice, type ActionFacts } from './setting.ts';

export const membership = defineSetting({
  id: 'membership',
  group: MEMBERSHIP,
  schema: {
    kind: 'enum',
    values: [MEMBER],
    description:
      'The account is a member of the delegated Macie administrator of its organization. The administrator itself has none.',
  },
  repairedBy: 'adding the account at its Macie administrator',
  compare: (wanted, { values, desired }) => {
    const actual = values['membership'] ?? null;
    if (actual === null) return { kind: 'unseen' };
    if (actual === wanted) return { kind: 'equal', actual };
    // The status has the drift, and what enables Macie adds the account; where it is to be off there is no member.
    const isOfStatus = values['status'] === 'DISABLED' && desired['status'] !== undefined;
    return isOfStatus ? { kind: 'not-applicable' } : { kind: 'different', actual };
  },
  chooseAction: (_, facts) => {
    const detail = whyManual(facts);
    return detail === null ? { kind: 'write', action: 'add-member' } : manual(detail);
  },
  describeAction: () => 'add the account to its Macie administrator',
  describeState: (value) => {
    if (value === MEMBER) return 'the account is a member of its Macie administrator';
    return value === null || value === NO_MEMBER
      ? 'the account is outside its Macie administrator'
      : `the account is a ${value}`;
  },
  severityOf: () => 'HIGH',
  attributedTo: {
    CreateMember: { otherwise: { value: MEMBER } },
    DeleteMember: { otherwise: { value: NO_MEMBER } },
    DisassociateMember: { otherwise: { value: NO_MEMBER } },
    DisassociateFromAdministratorAccount: { otherwise: { value: NO_MEMBER } },
    DisassociateFromMasterAccount: { otherwise: { value: NO_MEMBER } },
    AcceptInvitation: { otherwise: 'aws-default' },
  },
  callsToLookUp: (actual) =>
    actual === NO_MEMBER
      ? ['DeleteMember', 'DisassociateMember', 'DisassociateFromAdministratorAccount', 'DisassociateFromMasterAccount']
      : ['AcceptInvitation', 'CreateMember'],
});

const INVITED: ReadonlySet<string | null | undefined> = new Set([
  'Invited',
  'EmailVerificationInProgress',
  'EmailVerificationFailed',
]);

/** null: the administrator can add the account. */
function whyManual({ values, administration, desired, session }: ActionFacts): string | null {
  const { membership: actual, administrator, by, relationship } = values;
  if (actual !== NO_MEMBER) return leaveFirst(String(administrator), by);
  if (INVITED.has(relationship))
    return `the account was invited (${relationship}): accept the invitation in the account, or delete it, by DeleteMember at the administrator`;
  const why = whyNotReady(session?.['status'], desired?.['status']);
  if (why !== null) return why;
  if (administration === undefined)
    return 'no Macie administrator is known that could add the account: designate one from the management account, or run with accounts: organization from the management account or a delegated administrator';
  if (administration.email === null)
    return `add it by hand at the Macie administrator ${administration.administrator}: CreateMember needs the email address of the account, and the run did not get it from AWS Organizations (accounts: organization)`;
  return obstacleText(administration);
}

/** https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-integrate.html */
function whyNotReady(actual: string | null | undefined, desired: string | undefined): string | null {
  if (actual === 'ENABLED' || (desired === 'ENABLED' && (actual === 'PAUSED' || actual === 'DISABLED'))) return null;
  if (actual === 'DISABLED') return 'Macie is not enabled here and the policy does not desire it: add desired.status';
  return actual === 'PAUSED'
    ? 'Macie is paused here, and AWS adds no account that is paused: resume it in the account, or add desired.status: ENABLED'
    : 'the status of this session is not known, and nothing is written on a guess: see why it could not be read';
}

/** A member via AWS Organizations cannot leave by itself. https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-relationships.html */
function leaveFirst(administrator: string, by: string | null | undefined): string {
  const who = `the account is a member of another Macie administrator, account ${administrator}`;
  return by === 'invitation'
    ? `${who}, by invitation: leave it in the account, by DisassociateFromAdministratorAccount; the next run adds it`
    : `${who}: only ${administrator} can let it go, by DisassociateMember; the next run adds it`;
}

function manual(detail: string): ActionChoice {
  return { kind: 'manual', detail };
}

/** While Macie is off in an account it is no member, and no call is needed to know it. */
const WHILE_OFF: GroupValues = { ...OUTSIDE, status: 'DISABLED' };

export const membershipGroup: SettingsGroup = {
  id: MEMBERSHIP,
  operations: { CreateMember: {} },
  whileOff: WHILE_OFF,
  whyNotYet: ({ status }) =>
    status === 'ENABLED'
      ? null
      : 'Macie has to be on in the account before its administrator can add it: it is left to the next run',
  composeWrite: (_, __, target) => {
    if (!target?.administration) throw new Error('an account is added by its Macie administrator, and there is none');
    const { administrator: at, email } = target.administration;
    return {
      group: MEMBERSHIP,
      kind: 'add-member',
      at,
      values: { accountId: target.accountId, ...(email === null ? {} : { email }) },
    };
  },
  showsWrite: ({ membership }) => membership === MEMBER,
  describeWrite: ({ at }) => `CreateMember by administrator ${String(at)}: adds the account`,
};
