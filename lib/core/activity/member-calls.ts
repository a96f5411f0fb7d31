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
