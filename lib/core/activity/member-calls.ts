/**
 * Calls of a Macie administrator about one of its members, the event of Macie itself about a member, and where a record names the
 * member. CloudTrail records them in the account of the administrator.
 * https://docs.aws.amazon.com/macie/latest/APIReference/members-id.html
 * https://docs.aws.amazon.com/macie/latest/user/macie-cloudtrail.html
 */
export const MEMBER_CALLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['UpdateMemberSession', ['requestParameters', 'id']],
  ['DeleteMember', ['requestParameters', 'id']],
  ['DisassociateMember', ['requestParameters', 'id']],
  ['CreateMember', ['requestParameters', 'account', 'accountId']],
  ['MacieMemberUpdated', ['serviceEventDetails', 'memberAccount']],
]);

/** The same for several members at once, and the list that names them. */
export const BATCH_CALLS: ReadonlyMap<string, string> = new Map([
  ['BatchUpdateAutomatedDiscoveryAccounts', 'accounts'],
]);

/** Is a call in the trail of the administrator, and not in that of the member that it changes? */
export function isOfAdministrator(name: string): boolean {
  return MEMBER_CALLS.has(name) || BATCH_CALLS.has(name);
}
