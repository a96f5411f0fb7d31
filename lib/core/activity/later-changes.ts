import type { Observations } from '../observation.ts';
import { SETTINGS } from '../settings/index.ts';
import { SESSION } from '../settings/session.ts';
import { targetKey, type Target } from '../target.ts';
import { SECOND_MS } from '../time.ts';
import { changedAt, CLOCK_TOLERANCE_MS, type MacieCall } from './macie-call.ts';

const SESSION_IDS: ReadonlySet<string> = new Set(SETTINGS.filter(({ group }) => group === SESSION).map(({ id }) => id));

/** Flags calls whose session reports an `updatedAt` later than every call we know of. */
export function flagLaterChanges(
  calls: readonly MacieCall[],
  targets: readonly { readonly target: Target; readonly observations: Observations }[],
): readonly MacieCall[] {
  // Most runs know of no call and need not go through their targets.
  if (calls.length === 0) return calls;
  const changes = new Map(targets.map(({ target, observations }) => [targetKey(target), sessionChange(observations)]));
  return [...Map.groupBy(calls, targetKey)].flatMap(([target, made]) => {
    const lastMs = Math.max(...made.filter((call) => !isBesideSession(call)).map(({ at }) => Date.parse(at)));
    const laterChangeAt = changes.get(target) ?? null;
    const isLater = Date.parse(String(laterChangeAt)) > lastMs + SECOND_MS + CLOCK_TOLERANCE_MS;
    return isLater ? made.map((call) => (isBesideSession(call) ? call : { ...call, laterChangeAt })) : made;
  });
}

/** The time of a session says nothing of what a call set beside it. */
function isBesideSession({ sets }: MacieCall): boolean {
  const settings = Object.keys(sets);
  return settings.length > 0 && settings.every((id) => !SESSION_IDS.has(id));
}

function sessionChange(observations: Observations): string | null {
  const observation = observations[SESSION];
  return observation?.kind === 'values' ? changedAt(observation.values) : null;
}
