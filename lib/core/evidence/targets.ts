import type { DriftRecord } from '../alerts/records.ts';
import type { LifeEvent } from '../history/life-event.ts';
import type { DriftLife } from '../history/lives.ts';
import { targetKey, type Target } from '../target.ts';
import { withLife } from './drifted-spans.ts';
import type { ScanRecord } from './scan-record.ts';
import { scansOfTargets, type ScansOfTarget } from './scans-of-targets.ts';
import type { UnreadableItem, Period, Span, TargetEvidence } from './model.ts';
import { withSpan, spansOfScans, timesOf, type Validity } from './spans.ts';

export interface EvidenceFacts {
  readonly scans: readonly ScanRecord[];
  readonly events: readonly LifeEvent[];
  /** The drifts of now. */
  readonly drifts: readonly DriftRecord[];
  readonly doubts: readonly UnreadableItem[];
  readonly olderRuns: Period | null;
}

export interface EvidenceQuestion extends Period {
  readonly settings: readonly string[];
  /** null: twice the usual time between full runs. */
  readonly validForMs: number | null;
  /** null: all. */
  readonly accounts: ReadonlySet<string> | null;
  readonly regions: ReadonlySet<string> | null;
}

export interface SettingFacts extends EvidenceFacts {
  readonly setting: string;
  readonly lives: readonly DriftLife[];
}

/** The targets of one setting. One that the policy does not have in the whole period is left out. */
export function evidenceOfSetting(
  facts: SettingFacts,
  question: EvidenceQuestion,
  validity: Validity,
): readonly TargetEvidence[] {
  const { setting, doubts } = facts;
  const scanned = scansOfTargets(facts.scans, setting);
  const lives = Map.groupBy(facts.lives, targetKey);
  const shared = new Map<ScansOfTarget, readonly Span[]>();
  return targetsAskedFor([...scanned.targets, ...facts.lives], question).flatMap((target) => {
    const scans = scanned.of(target);
    const ofScans = shared.get(scans) ?? spansOfScans(scans, question, validity);
    shared.set(scans, ofScans);
    const own = lives.get(targetKey(target)) ?? [];
    const spans = withDoubts(
      own.reduce((so_far, life) => withLife(so_far, life, scans), ofScans),
      target,
      doubts,
    );
    const isOutside = spans.every(({ kind }) => kind === 'outside');
    return isOutside ? [] : [{ ...target, setting, spans, times: timesOf(spans) }];
  });
}

function targetsAskedFor(targets: readonly Target[], { accounts, regions }: EvidenceQuestion): readonly Target[] {
  const distinct = new Map(targets.map(({ accountId, region }) => [`${accountId} ${region}`, { accountId, region }]));
  return [...distinct.values()].filter(
    ({ accountId, region }) => (accounts?.has(accountId) ?? true) && (regions?.has(region) ?? true),
  );
}

function withDoubts(spans: readonly Span[], { accountId }: Target, doubts: readonly UnreadableItem[]): readonly Span[] {
  return doubts
    .filter((doubt) => doubt.accountId === null || doubt.accountId === accountId)
    .reduce((so_far, { from }) => {
      const over = {
        from: Date.parse(from),
        to: Number.POSITIVE_INFINITY,
        kind: 'not-seen',
        why: 'newer-items',
      } as const;
      return withSpan(so_far, over, ['compliant', 'accepted', 'drifted']);
    }, spans);
}
