import type { Assessment } from '../compliance/assess.ts';
import { compareText } from '../order.ts';
import { exportBucket, exportKey, exportPrefix } from '../settings/classification-export.ts';
import type { Desired } from '../settings/desired.ts';
import { SETTINGS } from '../settings/index.ts';
import type { SettingDefinition } from '../settings/setting.ts';
import { targetKey } from '../target.ts';
import { gateByBuckets, type AccountBuckets, type BucketGate } from './bucket-gate.ts';
import type { GroupedRule } from './rules-of-targets.ts';
import { proposeSetting, type ProposedSetting } from './propose-setting.ts';

/** An exception of a proposed policy. null: the targets of all accounts, or of all Regions. */
export interface ProposedRule extends Pick<GroupedRule, 'accounts' | 'regions'> {
  readonly desired: Desired;
  /** Only targets with buckets are compared. */
  readonly onlyWithBuckets: boolean;
}

/** A policy under which what is there is as desired, but for what is odd. */
export interface Proposal {
  readonly settings: readonly ProposedSetting[];
  readonly gate: BucketGate;
  /** In the order of a policy: the last one that matches wins. */
  readonly rules: readonly ProposedRule[];
}

/** `settings`: those that may be proposed. Pure. */
export function propose(
  assessments: readonly Assessment[],
  buckets: AccountBuckets,
  settings: readonly SettingDefinition[] = SETTINGS,
): Proposal {
  const gate = gateByBuckets(assessments, buckets);
  const gated = new Set(gate.withoutBuckets.map(targetKey));
  const compared = assessments.filter(({ target }) => !gated.has(targetKey(target)));
  const proposed = withoutHalfExport(settings.map((setting) => proposeSetting(setting, compared)));
  const exceptions = proposed.flatMap(({ setting, rules }) =>
    rules.map((rule) => ruleOf(rule, { desired: { [setting]: rule.value }, onlyWithBuckets: false })),
  );
  const ofBuckets = gate.rules.map((rule) => ruleOf(rule, { desired: {}, onlyWithBuckets: true }));
  return { settings: proposed, gate, rules: merge([...exceptions, ...ofBuckets]) };
}

/** A policy names bucket and key only together. Where it cannot name one of them, such as the alias of a key, it names no export. */
function withoutHalfExport(proposed: readonly ProposedSetting[]): readonly ProposedSetting[] {
  const isHalf = proposed.some(
    ({ setting, value, rules }) => BUCKET_AND_KEY.has(setting) && value === null && rules.length === 0,
  );
  if (!isHalf) return proposed;
  return proposed.map((one) => (EXPORT.has(one.setting) ? { ...one, value: null, rules: [], odd: [] } : one));
}

const BUCKET_AND_KEY: ReadonlySet<string> = new Set([exportBucket.id, exportKey.id]);
const EXPORT: ReadonlySet<string> = new Set([...BUCKET_AND_KEY, exportPrefix.id]);

function ruleOf(
  { accounts, regions }: GroupedRule,
  what: Pick<ProposedRule, 'desired' | 'onlyWithBuckets'>,
): ProposedRule {
  return { accounts, regions, ...what };
}

/** Rules for the same targets as one. Those of a setting stay in their order: Regions, accounts, then both. */
function merge(rules: readonly ProposedRule[]): readonly ProposedRule[] {
  const merged = new Map<string, ProposedRule>();
  for (const rule of rules) {
    const key = matchKey(rule);
    // The rules of buckets are the last ones.
    merged.set(key, { ...rule, desired: { ...merged.get(key)?.desired, ...rule.desired } });
  }
  return [...merged.values()].toSorted((a, b) => levelOf(a) - levelOf(b) || compareText(matchKey(a), matchKey(b)));
}

function matchKey({ accounts, regions }: ProposedRule): string {
  return JSON.stringify([accounts, regions]);
}

function levelOf({ accounts, regions }: ProposedRule): number {
  return (accounts === null ? 0 : 1) + (accounts === null || regions === null ? 0 : 1);
}
