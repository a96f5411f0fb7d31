import type { MacieCall } from '../activity/macie-call.ts';
import type { Outcome } from '../compliance/drift.ts';
import type { Waiver } from '../compliance/waiver.ts';
import type { Failure, Reason } from '../observation.ts';
import type { Severity } from '../severity.ts';
import type { Target } from '../target.ts';

/** The kinds of alerts, worst first. */
export const ALERT_KINDS = [
  'contested',
  'repair-failed',
  'opened',
  'waiver-expired',
  'changed',
  'interrupted',
  'flapping',
  'unreadable',
  'reminder',
  'policy-changed',
  'waiver-expiring',
  'repaired',
  'resolved',
  'readable',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

interface AlertBase {
  readonly accountId: string;
  /** null: it is about the whole account. */
  readonly region: string | null;
  /**
   * The same for every delivery of the same alert, so that a reader can recognise a repetition. It is made of what changed and of
   * the version of the stored state, so a run that could not save and the one after it give the same change the same id.
   */
  readonly id: string;
  /** When the drift or the unreadable target was first seen, ISO 8601 UTC. */
  readonly since: string;
  /** When the run saw what the alert is about, ISO 8601 UTC. */
  readonly at: string;
  /** So many alerts before this one were merged into it, because nothing was delivered for long. */
  readonly mergedAlerts?: number;
  /** As the policy rates it when it is delivered. Stored alerts do not have it: the policy can change until then. */
  readonly severity?: Severity;
}

interface DriftFacts extends AlertBase, Target {
  readonly region: string;
  readonly subject: 'drift';
  readonly setting: string;
  readonly desired: string;
  readonly actual: string | null;
  readonly action: string;
  readonly outcome: Outcome | null;
  /** Why its repair failed; null if it did not. */
  readonly failure: Failure | null;
  readonly detail: string | null;
  /** The call that made it so, and who made it, where that is known. */
  readonly call: MacieCall | null;
}

/** The facts of an alert beside those of its drift, by kind. */
export type DriftNews =
  | { readonly kind: 'opened' | 'repaired' | 'reminder' }
  | { readonly kind: 'changed'; readonly previous: string | null }
  /** It differed between two runs, and is as desired again. Times are null where they are not known. */
  | { readonly kind: 'interrupted'; readonly from: string | null; readonly until: string | null }
  | { readonly kind: 'repair-failed'; readonly failure: Failure }
  /** The earlier calls within a day that did the same, oldest first. */
  | { readonly kind: 'flapping'; readonly earlierCalls: readonly MacieCall[] }
  /** `until`: macie-warden leaves it alone until then, ISO 8601; alerts of earlier versions do not have it. */
  | { readonly kind: 'contested'; readonly earlierCalls: readonly MacieCall[]; readonly until?: string | null }
  | { readonly kind: 'waiver-expired' | 'waiver-expiring'; readonly waiver: Waiver }
  /**
   * `waiver`: it is accepted until then. `isGone`: it is no longer compared, and `detail` has why; alerts of earlier versions do
   * not have it. Otherwise it was seen to be as desired.
   */
  | { readonly kind: 'resolved'; readonly waiver: Waiver | null; readonly isGone?: boolean };
export type DriftAlert = DriftFacts & DriftNews;

interface UnreadableFacts extends AlertBase, Target {
  readonly region: string;
  readonly subject: 'unreadable';
  readonly group: string;
}

/** The facts of an alert of an unreadable target, by kind. */
export type UnreadableNews =
  | { readonly kind: 'unreadable' | 'reminder'; readonly reason: Reason; readonly detail: string }
  | { readonly kind: 'readable' }
  | { readonly kind: 'resolved'; readonly detail: string };
export type UnreadableAlert = UnreadableFacts & UnreadableNews;

/** A policy as a run loaded it. */
export interface PolicyVersion {
  /** Where it was read: a path, `ssm:/name` or `s3://bucket/key`. */
  readonly source: string;
  readonly sha256: string;
}

/** A full run had another policy than the full run before it. `since` is `at`: when it was changed is not known. */
export interface PolicyAlert extends AlertBase, PolicyVersion {
  readonly subject: 'policy';
  readonly kind: 'policy-changed';
  readonly region: null;
  readonly previous: PolicyVersion;
}

/** One change that people are notified of. */
export type Alert = DriftAlert | UnreadableAlert | PolicyAlert;

/** An alert that has not been delivered for certain. `takenBy`: the channels that it is not sent to any more. */
export type Pending<T extends Alert> = T & { readonly takenBy?: readonly string[] };

export interface AlertSettings {
  /** Time until the first reminder; each further one takes twice as long. */
  readonly remindAfterMs: number;
  /** Full runs in a row that could not read a target before there is an alert. */
  readonly unreadableAfter: number;
  /** Openings and changes within a day before a drift is called flapping. */
  readonly flapLimit: number;
}
