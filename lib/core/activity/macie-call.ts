import { targetKey, type Observation, type Session, type Target } from '../model.ts';
import { compareText } from '../order.ts';

/** Who called, as CloudTrail records it. All of it is text from outside; `null` is what the record does not say. */
export interface Actor {
  /** Such as IAMUser, AssumedRole, Root, AWSService. */
  readonly type: string;
  /** The ARN of a user or a role, or the name of a service. */
  readonly name: string;
  /** What whoever assumed the role called the session: for people of IAM Identity Center, their user name. */
  readonly sessionName: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
}

/** A call that CloudTrail recorded, of one target. That it was made is known; what the session is now, only a reading says. */
export interface Change extends Target {
  readonly eventId: string;
  /** Such as DisableMacie. */
  readonly call: string;
  /** ISO 8601 UTC, of whole seconds. */
  readonly at: string;
  /** What the session shows if this call was the last. Empty for calls of which that is not known. */
  readonly sets: Sets;
  readonly actor: Actor;
  /** When the session was changed after all the calls that are known, as it says itself, ISO 8601: by whom was not seen. */
  readonly laterAt?: string | null;
}

export type Sets = Readonly<Partial<Record<'status' | 'findingPublishingFrequency', string>>>;

/** CloudTrail gives whole seconds: what a session says of itself is newer for certain only a second later. */
export const SECOND_MS = 1000;

/** Calls after which nothing of what the session was before is left. */
export const MAKES_ANEW: ReadonlySet<string> = new Set(['EnableMacie', 'DisableMacie']);

/** A call takes its time, and CloudTrail and Macie do not look at the same clock. */
export const CLOCKS_MS = 5000;

/** When a session was changed last, as it says itself. */
export function changedAt({ updatedAt, createdAt }: Session): string | null {
  return updatedAt ?? createdAt;
}

/** The calls with what the sessions say that were seen: that they were changed after all that is known of them. */
export function withLater(
  changes: readonly Change[],
  seen: readonly { readonly target: Target; readonly observation: Observation }[],
): readonly Change[] {
  // Most runs know of no call: they have no reason to go through all their targets.
  if (changes.length === 0) return changes;
  const times = new Map(
    seen.map(({ target, observation }) => [
      targetKey(target),
      observation.kind === 'session' ? changedAt(observation.session) : null,
    ]),
  );
  return [...Map.groupBy(changes, targetKey)].flatMap(([target, calls]) => {
    const lastMs = Math.max(...calls.map(({ at }) => Date.parse(at)));
    const laterAt = times.get(target) ?? null;
    const isLater = Date.parse(String(laterAt)) > lastMs + SECOND_MS + CLOCKS_MS;
    return isLater ? calls.map((call) => ({ ...call, laterAt })) : calls;
  });
}

/** A session that is enabled without a frequency has the one that AWS gives it, whatever that is. */
function mayHaveMade({ call, sets }: Change, setting: keyof Sets): boolean {
  return call === 'EnableMacie' && sets[setting] === undefined;
}

/**
 * The call that made a setting what it is: the newest that touched it, if that is what it set. If it is not, somebody whom nobody
 * saw came after, and nobody is named.
 */
export function causeOf(
  changes: readonly Change[],
  { accountId, region, setting, value }: Target & { readonly setting: string; readonly value: string | null },
): Change | null {
  if (setting !== 'status' && setting !== 'findingPublishingFrequency') return null;
  const touching = changes.filter(
    (change) =>
      change.accountId === accountId &&
      change.region === region &&
      (MAKES_ANEW.has(change.call) || change.sets[setting] !== undefined),
  );
  const [newest] = touching
    .map(({ at }) => at)
    .toSorted(compareText)
    .slice(-1);
  // Of two calls in the same second, that which set what is seen was the later one.
  const last = touching.filter(({ at }) => at === newest);
  return (
    last.find(({ sets }) => sets[setting] === value) ?? last.find((change) => mayHaveMade(change, setting)) ?? null
  );
}
