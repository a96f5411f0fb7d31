import { ALL_REGIONS } from '../../core/regions.ts';
import { SETTING_IDS } from '../../core/settings/registry.ts';
import { coversRegion, listedRegions } from '../coverage.ts';
import { resolve } from '../resolve.ts';
import type { Policy } from '../schema.ts';
import { accountGroups, coverageOf, type AccountGroup } from './account-groups.ts';
import { changedKeys, type KeyChange } from './changed-keys.ts';

/** Groups of accounts, and the Regions of each of them in which something changes. */
export interface ChangedTargets {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** A change that is the same for several targets. */
export interface TargetChange {
  /** `coverage`, a setting, `remediation`, or `waiver of SETTING`. */
  readonly subject: string;
  /** null: nothing is desired, or waived, there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly targets: readonly ChangedTargets[];
}

export interface PolicyDiff {
  /** In the order of the settings. */
  readonly changes: readonly TargetChange[];
  /** Keys that are about runs as a whole, such as `limits.maxActions`. */
  readonly keys: readonly KeyChange[];
  /** The groups of accounts and the Regions that were compared. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

interface DiffContext {
  readonly now: Date;
  /** The account that `accounts: self` means; left out: it is not known. */
  readonly own?: string | undefined;
}

/** What changes for which targets if one policy takes the place of another. Asks nobody: accounts are those that the rules name, and the rest. */
export function diffPolicies(old: Policy, next: Policy, { now, own }: DiffContext): PolicyDiff {
  // Of two policies of the own account alone it makes no difference which account that is.
  const accounts = old.accounts === 'self' && next.accounts === 'self' ? 'organization' : own ? [own] : 'self';
  const [before, after] = [withOwn(old, accounts), withOwn(next, accounts)];
  const groups = accountGroups([before, after]);
  const regions = regionsOf([before, after]);
  const found = new Map<string, Omit<TargetChange, 'targets'> & { targets: Map<string, string[]> }>();
  for (const group of groups) {
    for (const region of regions) {
      const values = [before, after].map((policy) => valuesOf(policy, { group, region, now }));
      // Everything of a target that is no longer covered, or that is new, goes with it.
      const isWhole = values.filter((one) => one.get(COVERAGE) === NOT_COVERED).length === 1;
      for (const subject of SUBJECTS) {
        const [from = null, to = null] = values.map((one) => one.get(subject));
        if (from === to || (isWhole && subject !== COVERAGE)) continue;
        const key = JSON.stringify([subject, from, to]);
        const change = found.get(key) ?? { subject, before: from, after: to, targets: new Map<string, string[]>() };
        found.set(key, change);
        change.targets.set(group.name, [...(change.targets.get(group.name) ?? []), region]);
      }
    }
  }
  return {
    changes: [...found.values()]
      .map((change) => ({ ...change, targets: targetsOf(change.targets) }))
      .toSorted(bySubject),
    keys: changedKeys(old, next),
    accounts: groups.map(({ name }) => name),
    regions,
  };
}

function withOwn(policy: Policy, accounts: Policy['accounts']): Policy {
  return policy.accounts === 'self' ? { ...policy, accounts } : policy;
}

const COVERAGE = 'coverage';
const NOT_COVERED = 'not covered';
const WAIVER = 'waiver of ';
const SUBJECTS: readonly string[] = [
  COVERAGE,
  ...SETTING_IDS,
  'remediation',
  ...SETTING_IDS.map((id) => `${WAIVER}${id}`),
];

function bySubject(a: TargetChange, b: TargetChange): number {
  return SUBJECTS.indexOf(a.subject) - SUBJECTS.indexOf(b.subject);
}

function regionsOf(policies: readonly Policy[]): readonly string[] {
  const named = policies.flatMap((policy) => [...(listedRegions(policy) ?? []), ...policy.excludeRegions]);
  return [...new Set([...ALL_REGIONS, ...named])]
    .filter((region) => policies.some((policy) => coversRegion(policy, region)))
    .toSorted();
}

/** By subject. */
function valuesOf(
  policy: Policy,
  { group, region, now }: { readonly group: AccountGroup; readonly region: string; readonly now: Date },
): ReadonlyMap<string, string> {
  const coverage = coversRegion(policy, region) ? coverageOf(policy, group.account) : NOT_COVERED;
  if (coverage === NOT_COVERED) return new Map([[COVERAGE, coverage]]);
  const { desired, remediation, waivers } = resolve(policy, { ...group.account, region }, now);
  return new Map([
    [COVERAGE, coverage],
    ...Object.entries(desired),
    ['remediation', remediation],
    ...waivers.flatMap(({ settings, expires, owner }) =>
      settings.map((id): [string, string] => [`${WAIVER}${id}`, `until ${expires} by ${owner}`]),
    ),
  ]);
}

/** Groups with the same Regions together. */
function targetsOf(targets: ReadonlyMap<string, readonly string[]>): readonly ChangedTargets[] {
  const together = Map.groupBy(targets, ([, regions]) => regions.join());
  return [...together.values()].map((same) => ({
    accounts: same.map(([accounts]) => accounts),
    regions: same[0]?.[1] ?? [],
  }));
}
