import type { MacieCall } from '../activity/macie-call.ts';
import type { DriftRecord } from '../alerts/records.ts';
import type { Waiver } from '../compliance/waiver.ts';
import type { Failure, Reason } from '../observation.ts';
import type { Target } from '../target.ts';

/**
 * What happens to a drift. `resolved`: it was seen to be as desired · `gone`: it is no longer compared · `interrupted`: it differed
 * between two runs, and is as desired again.
 */
export const DRIFT_EVENT_KINDS = [
  'opened',
  'changed',
  'waived',
  'waiver-ended',
  'repair-failed',
  'repaired',
  'resolved',
  'gone',
  'interrupted',
] as const;
export type DriftEventKind = (typeof DRIFT_EVENT_KINDS)[number];

/** What happens to a settings group that cannot be read. `gone`: it is no longer read. */
export const UNREADABLE_EVENT_KINDS = ['unreadable', 'readable', 'gone'] as const;
export type UnreadableEventKind = (typeof UNREADABLE_EVENT_KINDS)[number];

interface EventBase extends Target {
  /** The same for the same change of the same stored state, whatever run finds it. */
  readonly id: string;
  /** The run that saw it, and when, ISO 8601 UTC. */
  readonly runId: string;
  readonly at: string;
  /** When the drift or the unreadable group was first seen, ISO 8601 UTC. */
  readonly since: string;
}

export interface DriftEvent extends EventBase {
  readonly subject: 'drift';
  readonly kind: DriftEventKind;
  readonly setting: string;
  /** The state of the record before it. An end of a closed one is a whole life: it opened and ended between two runs, or within one. */
  readonly before: DriftRecord['state'];
  readonly desired: string;
  readonly actual: string | null;
  /** The values before a change; null for every other kind. */
  readonly previous: { readonly desired: string; readonly actual: string | null } | null;
  /** The call that made it so, and the call that ended it, where they are known. */
  readonly call: MacieCall | null;
  readonly endedBy: MacieCall | null;
  readonly failure: Failure | null;
  readonly detail: string | null;
  readonly waiver: Waiver | null;
  /** Of an interruption; null where it is not known. */
  readonly from: string | null;
  readonly until: string | null;
}

export interface UnreadableEvent extends EventBase {
  readonly subject: 'unreadable';
  readonly kind: UnreadableEventKind;
  readonly group: string;
  readonly reason: Reason;
  readonly detail: string;
}

export type LifeEvent = DriftEvent | UnreadableEvent;

/** From its beginning to its end. */
export interface LifeBase extends Target {
  readonly since: string;
  /** null: it is open. */
  readonly endedAt: string | null;
}
