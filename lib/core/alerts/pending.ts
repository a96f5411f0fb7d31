import type { Alert } from './model.ts';

/** More alerts of one record are merged, so that a record cannot outgrow an item of the table while nothing is delivered. */
const MAX_PENDING = 10;
/** The first ones show how it began. */
const KEPT_FIRST = 3;

/**
 * The pending alerts with a new one. The alerts in between are merged: the next one counts them. A run that died after it saved
 * leaves the version of the state as it was: the next alert of the same kind gets a number behind its id.
 */
export function addPending<T extends Alert>(pending: readonly T[], alert: T): readonly T[] {
  const isSame = ({ id }: Alert): boolean => id === alert.id || id.startsWith(`${alert.id}#`);
  const same = pending.filter(isSame).length;
  const all = [...pending, same === 0 ? alert : { ...alert, id: `${alert.id}#${same + 1}` }];
  const [merged, next] = all.slice(KEPT_FIRST, KEPT_FIRST + 2);
  if (all.length <= MAX_PENDING || !merged || !next) return all;
  const count = (merged.mergedAlerts ?? 0) + (next.mergedAlerts ?? 0) + 1;
  return [...all.slice(0, KEPT_FIRST), { ...next, mergedAlerts: count }, ...all.slice(KEPT_FIRST + 2)];
}
