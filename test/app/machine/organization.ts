export const MANAGEMENT = '999900000001';
/** The account of the stack, and the delegated administrator of Macie. */
export const ADMINISTRATOR = '111122223333';

/** The ids of the members, in their order. The first shard has the first 24 and the administrator. */
export const MEMBERS = Array.from({ length: 28 }, (_, number) => `2222000000${String(number).padStart(2, '0')}`);

export const member = (number: number): string => MEMBERS[number] ?? '';

/** Two Regions, so that 30 accounts are read in a second. */
export const POLICY = `version: 1
accounts: organization
regions: [eu-west-1, us-east-1]
remediation: enforce
desired: { status: ENABLED }
alerts: { unreadableAfter: 1 }
`;

const ON = '{ sessions: { "*": {} } }';

/** 30 accounts: `members` describes those that are different, by number. */
export function world(members: Readonly<Record<number, string>> = {}, more = ''): string {
  const accounts = MEMBERS.map((id, number) => `    "${id}": ${members[number] ?? ON}`);
  return `
organization:
  managementAccount: "${MANAGEMENT}"
  administrator: "${ADMINISTRATOR}"
  accounts:
    "${MANAGEMENT}": { name: root, sessions: { "*": {} } }
    "${ADMINISTRATOR}": { name: security, sessions: { "*": {} } }
${accounts.join('\n')}
objects: { archive/README: the archive }
tables: [state]
topics: [{ account: "${ADMINISTRATOR}", region: us-east-1, name: alerts }]
${more}`;
}

/** Paused in eu-west-1: a member, which its administrator resumes. */
export const PAUSED_MEMBER = '{ sessions: { "*": {}, eu-west-1: { status: PAUSED } } }';
/** The same in an account that was never added: it resumes itself. */
export const PAUSED_ALONE = '{ membership: null, sessions: { "*": {}, eu-west-1: { status: PAUSED } } }';
