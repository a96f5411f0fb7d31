import { SESSION, STATUSES } from './session.ts';
import { obstacleText, type Administration } from '../organization/administration.ts';
import { defineSetting, type ActionChoice, type ActionFacts } from './setting.ts';

export const status = defineSetting({
  id: 'status',
  group: SESSION,
  schema: {
    kind: 'enum',
    values: STATUSES,
    description:
      'DISABLED means that Macie is not enabled. macie-warden enables and resumes; it never pauses and never disables.',
  },
  repairedBy: 'enabling or resuming Macie',
  compare: (desired, { values }) => {
    const actual = values['status'] ?? null;
    if (actual === null) return { kind: 'unseen' };
    return actual === desired ? { kind: 'equal', actual } : { kind: 'different', actual };
  },
  chooseAction: ({ desired, actual }, { membership, administration }) => {
    if (desired === 'PAUSED')
      return {
        kind: 'manual',
        detail: 'macie-warden never pauses Macie, because that cancels classification jobs for good: pause it by hand',
      };
    if (desired === 'DISABLED')
      return {
        kind: 'manual',
        detail: 'macie-warden never disables Macie, because that deletes its findings and jobs: disable it by hand',
      };
    if (actual === 'DISABLED') return enableAction(administration);
    if (actual === 'PAUSED') return resumeAction({ membership, administration });
    return {
      kind: 'manual',
      detail:
        'AWS shows a status that this version does not know, and nothing is written on a guess: check it in the Macie console',
    };
  },
  dependsOnMembership: ({ desired, actual }) => desired === 'ENABLED' && actual === 'PAUSED',
  describeAction: (action) => {
    if (action === 'add-member') return 'enable Macie by adding the account to its Macie administrator';
    if (action === 'resume-member') return 'resume Macie at its Macie administrator';
    return action === 'enable' ? 'enable Macie' : 'resume Macie';
  },
  describeState: (value) => {
    if (value === 'ENABLED') return 'Macie is ON';
    if (value === 'DISABLED') return 'Macie is OFF';
    return value === 'PAUSED' ? 'Macie is PAUSED' : `Macie has the status ${value}`;
  },
  severityOf: ({ desired, actual }) => {
    if (desired !== 'ENABLED') return 'LOW';
    return actual === 'DISABLED' ? 'CRITICAL' : 'HIGH';
  },
  // https://docs.aws.amazon.com/macie/latest/user/suspend-macie.html
  describeLoss: ({ actual }, { wasOn }) => {
    if (actual === 'PAUSED')
      return 'A pause cancels classification jobs for good: resuming does not bring them back, so start them anew.';
    if (actual === 'DISABLED' && wasOn)
      return 'Disabling Macie deleted its findings, jobs and custom identifiers here.';
    return null;
  },
  attributedTo: {
    EnableMacie: { parameter: 'status', otherwise: { value: 'ENABLED' } },
    UpdateMacieSession: { parameter: 'status', otherwise: 'unchanged' },
    DisableMacie: { otherwise: { value: 'DISABLED' } },
    UpdateMemberSession: { parameter: 'status', otherwise: 'unchanged' },
  },
  // UpdateMacieSession cannot disable, and a session that is on was not disabled last.
  callsToLookUp: (actual) =>
    actual === 'DISABLED'
      ? ['DisableMacie', 'EnableMacie']
      : ['EnableMacie', 'UpdateMacieSession', 'UpdateMemberSession'],
});

/** An account that enables Macie itself is on, and no member of its organization's administrator. */
function enableAction(administration: Administration | undefined): ActionChoice {
  const isForAdministrator =
    administration !== undefined &&
    administration.email !== null &&
    !administration.isManagement &&
    // Without an administrator in its Region an account is on its own.
    administration.obstacle !== 'not-designated';
  if (!isForAdministrator) return { kind: 'write', action: 'enable' };
  const detail = obstacleText(administration);
  return detail === null ? { kind: 'write', action: 'add-member' } : { kind: 'manual', detail };
}

/** A member by invitation resumes itself; its administrator cannot. https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-relationships.html */
function resumeAction({
  membership,
  administration,
}: Pick<ActionFacts, 'membership' | 'administration'>): ActionChoice {
  // A membership that is not known stops no repair: AWS refuses a write of a member, and nothing is lost.
  if (membership?.kind !== 'member' || membership.by !== 'organization') return { kind: 'write', action: 'resume' };
  return administration?.administrator === membership.administrator
    ? { kind: 'write', action: 'resume-member' }
    : { kind: 'manual', detail: leftToAdministrator(membership.administrator) };
}

function leftToAdministrator(administrator: string): string {
  return `only the Macie administrator of this account, account ${administrator}, can resume it, by UpdateMemberSession: the account is a member of an organization`;
}
