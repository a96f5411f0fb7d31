import type { Observation, Target } from './model.ts';
import { compareText } from './order.ts';

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
}

export type Sets = Readonly<Partial<Record<'status' | 'findingPublishingFrequency', string>>>;

/** CloudTrail gives whole seconds: what a session says of itself is newer for certain only a second later. */
export const SECOND_MS = 1000;

/** Calls after which nothing of what the session was before is left. */
export const MAKES_ANEW: ReadonlySet<string> = new Set(['EnableMacie', 'DisableMacie']);

/** A call takes its time, and CloudTrail and Macie do not look at the same clock. */
const CLOCKS_MS = 5000;

/** The calls that may explain what was seen: none of a session that says it was changed after all of them. */
export function explaining(
  changes: readonly Change[],
  seen: readonly { readonly target: Target; readonly observation: Observation }[],
): readonly Change[] {
  const byTarget = Map.groupBy(changes, keyOf);
  for (const { target, observation } of seen) {
    const calls = byTarget.get(keyOf(target));
    if (!calls || observation.kind !== 'session') continue;
    const { updatedAt, createdAt } = observation.session;
    const lastMs = Math.max(...calls.map(({ at }) => Date.parse(at)));
    if (Date.parse(String(updatedAt ?? createdAt)) > lastMs + SECOND_MS + CLOCKS_MS) byTarget.delete(keyOf(target));
  }
  return [...byTarget.values()].flat();
}

function keyOf({ accountId, region }: Target): string {
  return `${accountId} ${region}`;
}

/** A session that is enabled without a frequency has the one that AWS gives it, whatever that is. */
function made({ call, sets }: Change, { setting, value }: { setting: keyof Sets; value: string | null }): boolean {
  return sets[setting] === value || (call === 'EnableMacie' && sets[setting] === undefined);
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
  return touching.find((change) => change.at === newest && made(change, { setting, value })) ?? null;
}
