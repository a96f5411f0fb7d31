/**
 * Calls that a Macie administrator makes for one of its members, and where a record names the member. CloudTrail records them in the
 * account of the administrator. https://docs.aws.amazon.com/macie/latest/APIReference/members-id.html
 */
export const MEMBER_CALLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['UpdateMemberSession', ['id']],
  ['DeleteMember', ['id']],
  ['DisassociateMember', ['id']],
  ['CreateMember', ['account', 'accountId']],
]);
