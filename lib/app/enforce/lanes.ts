import type { Assessment } from '../../core/compliance/assess.ts';
import type { PlannedWrite } from '../../core/compliance/plan.ts';
import { targetKey, type Target } from '../../core/target.ts';

/** Targets that are written one after the other, by their index in the plan. */
export interface Lane {
  readonly indexes: readonly number[];
  /** The administrator that writes for them; null: the account of the target. */
  readonly administrator: string | null;
}

type WritesByTarget = ReadonlyMap<string, readonly PlannedWrite[]>;

/**
 * The lanes of a plan. What one administrator writes in one Region is one lane, because more at a time is throttled; what it has to
 * write to itself there comes first, because Macie has to be on in it. Every other target is a lane of its own.
 */
export function lanesOf(assessments: readonly Assessment[], byTarget: WritesByTarget): readonly Lane[] {
  const indexes = [...assessments.keys()];
  const leads = new Set(
    [...byTarget.values()]
      .flat()
      .flatMap(({ target, write: { at } }) => (at === undefined ? [] : [leadKey(at, target)])),
  );
  const lanes = Map.groupBy(indexes, (index) => keyOf(assessments[index], { byTarget, leads }));
  return [...lanes].map(([key, own]) => {
    const isFirst = (index: number): boolean => isSelf(assessments[index], key);
    return {
      indexes: [...own.filter(isFirst), ...own.filter((index) => !isFirst(index))],
      administrator: leads.has(key) ? (key.split(' ')[0] ?? null) : null,
    };
  });
}

function keyOf(
  assessment: Assessment | undefined,
  { byTarget, leads }: { readonly byTarget: WritesByTarget; readonly leads: ReadonlySet<string> },
): string {
  if (!assessment) return '';
  const { target } = assessment;
  const key = targetKey(target);
  const at = byTarget.get(key)?.find(({ write }) => write.at !== undefined)?.write.at;
  if (at !== undefined) return leadKey(at, target);
  const own = leadKey(target.accountId, target);
  return leads.has(own) ? own : key;
}

/** An administrator writes in a Region. No key of a target looks like it. */
function leadKey(administrator: string, { region }: Pick<Target, 'region'>): string {
  return `${administrator} writes in ${region}`;
}

function isSelf(assessment: Assessment | undefined, key: string): boolean {
  return assessment !== undefined && key === leadKey(assessment.target.accountId, assessment.target);
}
