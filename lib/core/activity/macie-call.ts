import type { GroupValues } from '../observation.ts';
import type { Target } from '../target.ts';

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
  readonly person?: string | null | undefined;
  /** The thing that made the call for the caller: an instance, a function, a service, a session that a tool named. */
  readonly through?: string | null | undefined;
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
