import { SETTINGS } from '../settings/index.ts';
import { SESSION } from '../settings/session.ts';
import type { GroupValues, Observations } from '../observation.ts';
import { SECOND_MS } from '../time.ts';
import { targetKey, type Target } from '../target.ts';

/** The caller, as CloudTrail records it. All of it is text from outside; `null`: the record does not have it. */
export interface Actor {
  /** Such as IAMUser, AssumedRole, Root, AWSService. */
  readonly type: string;
  /** The ARN of a user or a role, or the name of a service. */
  readonly name: string;
  /** The name of the role session: for people of IAM Identity Center, their user name. */
  readonly sessionName: string | null;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  /** The person whom an identity provider vouches for, through every role after it: `sourceIdentity`, or the user of a token. */
  readonly person?: string | null;
  /** The thing that made the call for the caller: an instance, a function, a service, a session that a tool named. */
  readonly through?: string | null;
}

/** A call that CloudTrail recorded, of one target. It proves that the call was made; only a reading shows the session. */
export interface MacieCall extends Target {
  readonly eventId: string;
  /** Such as DisableMacie. */
  readonly name: string;
  /** ISO 8601 UTC, of whole seconds. */
  readonly at: string;
  /** By setting: its value if this call was the last. Empty for calls whose effect is not known. */
  readonly sets: Readonly<Record<string, string>>;
  readonly actor: Actor;
  /** The session says that it was changed after all known calls: when, ISO 8601. By whom is not known. */
  readonly laterChangeAt?: string | null;
}

const SESSION_IDS: ReadonlySet<string> = new Set(SETTINGS.filter(({ group }) => group === SESSION).map(({ id }) => id));

/** A call takes its time, and the clocks of CloudTrail and Macie differ. */
export const CLOCK_TOLERANCE_MS = 5000;

/** Calls after which nothing of the previous session is left. */
export function replacesSession({ name }: Pick<MacieCall, 'name'>): boolean {
  return name === 'EnableMacie' || name === 'DisableMacie';
}

/** When a session was changed last, by its own account. */
export function changedAt({ updatedAt, createdAt }: GroupValues): string | null {
  return updatedAt ?? createdAt ?? null;
}

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
