import { groupTargets } from '../../core/evidence/target-groups.ts';
import type { SpanKind } from '../../core/evidence/model.ts';
import { minuteText } from '../../core/time.ts';
import type { EvidenceGroup } from '../view/evidence-groups.ts';
import { KIND_WORDS, shareText, timeInPolicy } from './evidence-words.ts';
import type { AccountNaming } from './place-words.ts';
import { countOf } from './sentence.ts';

const MOST_ACCOUNTS = 8;
const MOST_PLACES = 8;
const IN_SHARES: readonly SpanKind[] = ['compliant', 'drifted', 'accepted', 'not-seen'];

/** Such as `eu-west-1 of prod (111122223333)`, or `39 targets with the same times`. */
export function groupTitle({ targets, setting }: EvidenceGroup, nameOf: AccountNaming): string {
  const [first] = targets;
  const where =
    targets.length === 1 && first
      ? `${first.region} of ${nameOf(first.accountId)}`
      : `${countOf(targets.length, 'target')} with the same times`;
  return setting === 'status' ? where : `${where}, ${setting}`;
}

/** The targets of a group of several, such as `eu-west-1, us-east-1 of prod (111122223333) and 3 more accounts`. */
export function groupPlaces({ targets }: EvidenceGroup, nameOf: AccountNaming): readonly string[] {
  if (targets.length === 1) return [];
  const places = groupTargets(targets.map(({ accountId, region }) => ({ accountId, region, same: {} })));
  const shown = places.slice(0, MOST_PLACES).map(({ accounts, regions }) => {
    const names = accounts.slice(0, MOST_ACCOUNTS).map((id) => nameOf(id));
    const left = accounts.length - names.length;
    return `${regions.join(', ')} of ${names.join(', ')}${left > 0 ? ` and ${countOf(left, 'more account')}` : ''}`;
  });
  const left = places
    .slice(MOST_PLACES)
    .reduce((sum, { accounts, regions }) => sum + accounts.length * regions.length, 0);
  return left === 0 ? shown : [...shown, `${countOf(left, 'more target')}: the formats json and csv have all`];
}

/** Such as `compliant 94.3 %, drifted 5.02 %`. */
export function groupShares({ times }: EvidenceGroup): string {
  const whole = timeInPolicy(times);
  return IN_SHARES.filter((kind) => times[kind] > 0)
    .map((kind) => `${KIND_WORDS[kind]} ${shareText(times[kind], whole)}`)
    .join(', ');
}

/** Such as `2026-03-01 03:40 to 2026-03-01 06:00 UTC`. */
export function periodText({ from, to }: { readonly from: number; readonly to: number }): string {
  const [start, end] = [from, to].map((ms) => minuteText(new Date(ms).toISOString()));
  return `${start?.replace(/ UTC$/, '')} to ${end}`;
}
