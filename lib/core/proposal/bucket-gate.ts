import type { Assessment } from '../compliance/assess.ts';
import type { Lookup } from '../lookup.ts';
import { SESSION } from '../settings/session.ts';
import { targetKey, type Target } from '../target.ts';
import { groupRules } from './group-rules.ts';
import type { GroupedRule } from './rules-of-targets.ts';

/** By account: the Regions in which it has buckets. An account that is left out was not asked. */
export type AccountBuckets = ReadonlyMap<string, Lookup<ReadonlySet<string>>>;

/** The targets that a policy compares only if they have buckets. */
export interface BucketGate {
  /** It holds for every target of the policy. */
  readonly isEverywhere: boolean;
  /** Else for these. */
  readonly rules: readonly GroupedRule[];
  /** Macie is off there, and there is no bucket. */
  readonly withoutBuckets: readonly Target[];
  /** Macie is off there, and nothing says whether there is a bucket. */
  readonly unknown: readonly Target[];
}

/** Macie that is off where there is no bucket is not odd. A session that is there stays compared. Pure. */
export function gateByBuckets(assessments: readonly Assessment[], buckets: AccountBuckets): BucketGate {
  const read = assessments.filter(({ observations }) => observations[SESSION]?.kind !== 'not-applicable');
  const off = read.filter(isOff).map(({ target }) => target);
  const withoutBuckets = off.filter((target) => hasBuckets(target, buckets) === false);
  const gated = new Set(withoutBuckets.map(targetKey));
  const others = read.map(({ target }) => target).filter((target) => !gated.has(targetKey(target)));
  const compared = others.filter((target) => hasBuckets(target, buckets) !== true);
  const isEverywhere = withoutBuckets.length > 0 && compared.length === 0;
  const wanted = [
    ...withoutBuckets.map((target) => ({ ...target, value: 'true' })),
    ...compared.map((target) => ({ ...target, value: null })),
  ];
  return {
    isEverywhere,
    rules: isEverywhere ? [] : groupRules(wanted, null),
    withoutBuckets,
    unknown: off.filter((target) => hasBuckets(target, buckets) === null),
  };
}

function isOff({ observations: { [SESSION]: session } }: Assessment): boolean {
  return session?.kind === 'values' && session.values['status'] === 'DISABLED';
}

/** null: it is not known. */
function hasBuckets({ accountId, region }: Target, buckets: AccountBuckets): boolean | null {
  const found = buckets.get(accountId);
  return found?.kind === 'known' ? found.value.has(region) : null;
}
