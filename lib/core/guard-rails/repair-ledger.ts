import type { Assessment } from '../compliance/assess.ts';
import type { Drift } from '../model.ts';
import type { PlannedWrite } from '../compliance/plan.ts';
import { newItem, recent, sinceRepair, withDrift, type Moment } from '../alerts/item.ts';
import { keyOf, type Item } from '../alerts/model.ts';

/**
 * Writes down what is about to be repaired, before it is: a run that dies in between leaves the mark, and the next one knows. A
 * repair that cannot be counted must not be made.
 */
export function markRepairs(
  items: readonly Item[],
  { writes, moment }: { writes: readonly PlannedWrite[]; moment: Moment },
): readonly Item[] {
  const marked = new Map(items.map((item) => [keyOf(item), item]));
  for (const { assessment } of writes) {
    for (const drift of plannedOf(assessment)) {
      const subject = { ...assessment.target, subject: drift.setting };
      const item = marked.get(keyOf(subject)) ?? newItem(subject, moment);
      const changes = sinceRepair(item, moment);
      const attemptedAt = moment.now.toISOString();
      const since = item.state === 'closed' ? attemptedAt : item.since;
      const repairs = [...recent(item.repairs, moment), attemptedAt];
      marked.set(keyOf(subject), { ...withDrift(item, drift, { ...moment, changes }), since, repairs, attemptedAt });
    }
  }
  return [...marked.values()];
}

function plannedOf({ drifts }: Assessment): readonly Drift[] {
  return drifts.filter(({ outcome }) => outcome === 'planned');
}

/** What became of a repair that was written down. One that was not made, or was refused, does not count. */
export function settleRepair(item: Item, { outcome }: Drift, { startedAt }: Moment): Item {
  const { attemptedAt, repairs } = item;
  if (attemptedAt === null) return item;
  const settled: Item = { ...item, attemptedAt: null };
  const isMade = outcome === 'verified' || outcome === 'applied';
  // What an earlier run set out to do and never reported may have been done.
  if (isMade || attemptedAt < startedAt) return settled;
  return { ...settled, repairs: repairs.filter((time) => time !== attemptedAt) };
}
