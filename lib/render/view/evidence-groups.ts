import type { TargetEvidence } from '../../core/evidence/model.ts';

/** Targets with the same times of a setting: a gap between runs is the same for thousands of targets. */
export interface EvidenceGroup extends Pick<TargetEvidence, 'setting' | 'spans' | 'times'> {
  readonly targets: readonly TargetEvidence[];
}

export interface GroupedEvidence {
  /** Of targets that were not compliant all the time, in the order of their first targets. */
  readonly groups: readonly EvidenceGroup[];
  /** So many were compliant all the time. */
  readonly compliant: number;
}

export function groupEvidence(targets: readonly TargetEvidence[]): GroupedEvidence {
  const odd = targets.filter(({ spans, times }) => spans.length > 1 || times.compliant === 0);
  const groups = [...Map.groupBy(odd, ({ setting, spans }) => JSON.stringify([setting, spans])).values()];
  return {
    groups: groups.flatMap((own) =>
      own.slice(0, 1).map(({ setting, spans, times }) => ({ setting, spans, times, targets: own })),
    ),
    compliant: targets.length - odd.length,
  };
}
