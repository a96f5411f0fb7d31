import { SESSION } from '../../core/settings/session.ts';
import { targetKey } from '../../core/target.ts';
import { namingOf, type DraftFacts } from './proposal-words.ts';

/** Where Macie is off, and nothing says whether there are buckets; null: that is so nowhere. */
export function doubtSentence(facts: DraftFacts): string | null {
  const { unknown } = facts.proposal.gate;
  if (unknown.length === 0) return null;
  const regions = regionsInDoubt(facts);
  const where = namingOf(facts)(unknown);
  const step = `Allow s3:ListAllMyBuckets and run \`macie-warden init\` again${regions.length === 0 ? '.' : ', or exclude the Regions with this line:'}`;
  return `Macie is off in ${where}, and it is not known whether there are buckets, so \`check\` shows a drift. ${step}`;
}

/** The Regions with such a target in which no session was read that is on. */
export function regionsInDoubt({ proposal: { gate }, assessments }: DraftFacts): readonly string[] {
  const inDoubt = new Set(gate.unknown.map(targetKey));
  const regions = new Set(gate.unknown.map(({ region }) => region));
  for (const { target, observations } of assessments)
    if (observations[SESSION]?.kind === 'values' && !inDoubt.has(targetKey(target))) regions.delete(target.region);
  return [...regions];
}
