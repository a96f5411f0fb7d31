import type { Place } from '../../core/target.ts';

/** A text about a target as it can be read for any other: what tells one from another is left out. */
export function ofAnyTarget(text: string, { accountId, region }: Place): string {
  return ofAnyAccount(region === null ? text : ofAnyRegion(text, region), accountId);
}

/** A text about one of these targets, as it can be read for all of them. */
export function ofTargets(text: string, targets: readonly Place[]): string {
  const [first] = targets;
  if (!first || targets.length === 1) return text;
  const regional = first.region === null ? text : ofAnyRegion(text, first.region);
  const isOneAccount = targets.every(({ accountId }) => accountId === first.accountId);
  return isOneAccount ? regional : ofAnyAccount(regional, first.accountId);
}

function ofAnyRegion(text: string, region: string): string {
  // Most texts name none: a pattern for each of thousands of targets takes longer than the answer.
  if (!text.includes(region)) return text;
  return text.replaceAll(withinName(region), 'REGION').replaceAll(region, 'the Region');
}

/** Such as the ARN of a role that has the same name in every account. */
function ofAnyAccount(text: string, accountId: string): string {
  if (!text.includes(accountId)) return text;
  return text.replaceAll(withinName(accountId), 'ACCOUNT').replaceAll(accountId, 'the account');
}

/** As a part of a longer name, such as that of a bucket. Names of Regions and accounts have no character with a meaning in a pattern. */
function withinName(part: string): RegExp {
  return new RegExp(String.raw`(?<=[\w.:/-])${part}|${part}(?=[\w/-])`, 'g');
}
