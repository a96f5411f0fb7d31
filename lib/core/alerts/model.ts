import type { Change } from '../activity/macie-call.ts';
import type { Outcome, Reason, Setting, Target, Waiver } from '../model.ts';

/** What an alert says that has happened, worst first. */
export const ALERT_KINDS = [
  'contested',
  'repair-failed',
  'opened',
  'waiver-expired',
  'changed',
  'flapping',
  'blind',
  'reminder',
  'waiver-expiring',
  'repaired',
  'resolved',
  'sighted',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What an alert is about: a setting, or the whole session where it could not be read. */
export type Subject = Setting | 'session';

/** One change that people are told of. Times are ISO 8601 UTC. */
export interface Alert extends Target {
  /** The same for every delivery of the same change, so that a reader can tell a repetition. */
  readonly id: string;
  readonly kind: AlertKind;
  readonly subject: Subject;
  /** When what it is about was first seen. */
  readonly since: string;
  /** When the change was seen. */
  readonly at: string;
  readonly desired: string | null;
  readonly actual: string | null;
  /** What the value was before a change; null for other kinds. */
  readonly previous: string | null;
  readonly outcome: Outcome | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly waiver: Waiver | null;
  /** The call that made it so, and who made it, where that was seen. */
  readonly change: Change | null;
  /** Of what is undone or changed again and again: the calls before that one that did so within a day, oldest first, the last few. */
  readonly earlier: readonly Change[];
}

/**
 * What is remembered of one thing that is not as it should be. Its identity is account, Region and subject. `closed` ones
 * are kept for a day, to notice flapping, and until their last alert has been delivered.
 */
export interface Item extends Target {
  readonly subject: Subject;
  readonly state: 'open' | 'waived' | 'closed';
  readonly since: string;
  readonly desired: string | null;
  readonly actual: string | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly waiver: Waiver | null;
  /** Consecutive runs that could not read the target; 0 for drifts. */
  readonly runs: number;
  /** When the last run ended that counted for `runs`: two runs at once, or the same one twice, count once. */
  readonly countedAt: string | null;
  /** When people were last told; null when they have not been yet. */
  readonly toldAt: string | null;
  readonly reminders: number;
  /** The failure of a repair that people know of. */
  readonly failure: string | null;
  /** The end of a waiver that people have been warned of. */
  readonly warnedOf: string | null;
  /** When it opened or changed, within the last day; no more of these than it takes to call it flapping. */
  readonly openings: readonly string[];
  readonly isFlapping: boolean;
  /** When macie-warden set out to repair it, within the last day. Written down before the write is sent. */
  readonly repairs: readonly string[];
  /** The last of `repairs`, until a run has seen what became of it. */
  readonly attemptedAt: string | null;
  /** When people were told that its repairs are undone again and again. */
  readonly contestedAt: string | null;
  /** The call that made it so, where that was seen. */
  readonly change: Change | null;
  /** The calls before that one that made it differ within the last day, oldest first, the last few. */
  readonly earlier: readonly Change[];
  /** Alerts that have not been delivered for certain. */
  readonly pending: readonly Alert[];
}

export interface AlertSettings {
  /** Time until the first reminder; each further one takes twice as long. */
  readonly remindAfterMs: number;
  /** Runs in a row that could not read a target before anybody is told. */
  readonly blindAfter: number;
  /** Openings and changes within a day before a drift is told as flapping. */
  readonly flapLimit: number;
}

export function keyOf({ accountId, region, subject }: Target & { readonly subject: Subject }): string {
  return `${accountId} ${region} ${subject}`;
}
