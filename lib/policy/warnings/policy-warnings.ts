import { compareText } from '../../core/order.ts';
import { ALL_REGIONS } from '../../core/regions.ts';
import { flattenDesired } from '../flatten-desired.ts';
import type { Policy } from '../schema.ts';
import { isInForce } from '../in-force.ts';
import { hiddenRules, type HiddenRule } from './hidden-rules.ts';
import { regionWarnings } from './region-warnings.ts';
import { waiverWarnings } from './waiver-warnings.ts';
import type { PolicyWarning } from './warning.ts';

export interface WarningContext {
  readonly now: Date;
  /** The Regions of AWS's lists, where they were read. */
  readonly liveRegions?: readonly string[];
}

/** The parts of a valid policy that are probably mistakes. */
export function policyWarnings(policy: Policy, { now, liveRegions = [] }: WarningContext): readonly PolicyWarning[] {
  return [
    ...regionWarnings(policy, [...new Set([...ALL_REGIONS, ...liveRegions])]),
    ...waiverWarnings(policy, now),
    ...hiddenOverrides(policy),
    ...hiddenWaivers(policy, now),
    ...noActions(policy),
    ...idleBuckets(policy),
  ];
}

/** The last override that matches wins. */
function hiddenOverrides({ overrides }: Policy): readonly PolicyWarning[] {
  const rules = overrides.map(({ match, desired, remediation, onlyWithBuckets }, index) => ({
    index,
    match,
    keys: [
      ...Object.keys(flattenDesired(desired ?? {})),
      ...(remediation === undefined ? [] : ['remediation']),
      ...(onlyWithBuckets === undefined ? [] : ['onlyWithBuckets']),
    ],
  }));
  return hiddenRules(rules.toReversed()).map(({ index, by }) => ({
    kind: 'hidden-rule',
    path: ['overrides', index],
    message: `the override decides nothing: ${rulesText('overrides', by)}, after it, has the same keys for at least the same targets`,
  }));
}

/** A waiver is hidden by one that waives at least the same for at least as long. */
function hiddenWaivers({ waivers }: Policy, now: Date): readonly PolicyWarning[] {
  const rules = waivers
    .map((waiver, index) => ({ index, match: waiver.match, keys: waiver.settings, waiver }))
    .filter(({ waiver }) => isInForce(waiver, now));
  const longestFirst = (tie: 1 | -1) =>
    hiddenRules(rules.toSorted((a, b) => compareText(b.waiver.expires, a.waiver.expires) || tie * (a.index - b.index)));
  const byEarlier = longestFirst(1);
  // Of two equal waivers only the second is hidden.
  const gone = new Set(byEarlier.map(({ index }) => index));
  const byLater = longestFirst(-1).filter(({ index, by }) => !gone.has(index) && by.every((one) => !gone.has(one)));
  return [...byEarlier, ...byLater].map(({ index, by }) => ({
    kind: 'hidden-rule',
    path: ['waivers', index],
    message: `the waiver adds nothing: ${rulesText('waivers', by)} has the same settings for at least the same targets and as long`,
  }));
}

function rulesText(key: string, by: HiddenRule['by']): string {
  return by
    .toSorted((a, b) => a - b)
    .map((index) => `${key}[${index}]`)
    .join(' and ');
}

function noActions({ limits, remediation, overrides }: Policy): readonly PolicyWarning[] {
  const enforces = [{ remediation }, ...overrides].some((one) => one.remediation === 'enforce');
  if (limits.maxActions > 0 || !enforces) return [];
  const message = 'the policy enforces and allows no write: nothing is repaired';
  return [{ kind: 'no-actions', path: ['limits', 'maxActions'], message }];
}

/** An override with the value that holds without it, where no other override has another one. */
function idleBuckets({ regions, overrides }: Policy): readonly PolicyWarning[] {
  const standard = regions === 'with-buckets';
  if (overrides.some(({ onlyWithBuckets }) => onlyWithBuckets === !standard)) return [];
  const why = standard ? 'regions is with-buckets' : 'targets without buckets are compared anyway';
  return overrides.flatMap(({ onlyWithBuckets }, index): readonly PolicyWarning[] =>
    onlyWithBuckets === undefined
      ? []
      : [
          {
            kind: 'idle-buckets',
            path: ['overrides', index, 'onlyWithBuckets'],
            message: `it changes nothing, because ${why}`,
          },
        ],
  );
}
