import type { MacieCall } from '../activity/macie-call.ts';
import type { Waiver } from '../compliance/waiver.ts';
import type { RepairLedger } from '../guard-rails/repair-attempt.ts';
import type { Reason } from '../observation.ts';
import type { Target } from '../target.ts';
import type { DriftAlert, Pending, PolicyAlert, PolicyVersion, UnreadableAlert } from './model.ts';
import type { StoredThread } from './thread.ts';
import type { SessionTimes } from './session-times.ts';

/**
 * What the state keeps of one drift. Its identity is account, Region and setting. A closed one is kept for a day, to notice
 * flapping, and until its last alert has been delivered.
 */
export interface DriftRecord extends Target {
  readonly kind: 'drift';
  readonly setting: string;
  readonly state: 'open' | 'waived' | 'closed';
  readonly since: string;
  readonly desired: string;
  readonly actual: string | null;
  readonly action: string;
  readonly detail: string | null;
  readonly waiver: Waiver | null;
  /** When an alert was last made of it; null when none was yet. */
  readonly announcedAt: string | null;
  readonly reminders: number;
  /** The reasons of failed repairs that were announced since it opened: each is announced once. */
  readonly announcedFailures: readonly Reason[];
  /** The end of a waiver that an alert has warned of. */
  readonly warnedOf: string | null;
  /** When it opened or changed, within the last day: `flapLimit + 1` times at most. */
  readonly openings: readonly string[];
  readonly isFlapping: boolean;
  /** When an alert said that its repairs are undone again and again. */
  readonly contestedAt: string | null;
  /** The call that made it so, where that is known. */
  readonly call: MacieCall | null;
  /** The calls before that one that made it differ within the last day, oldest first, the last few. */
  readonly earlierCalls: readonly MacieCall[];
  /** Where its alerts are in a chat; left out: nowhere. */
  readonly thread?: StoredThread | undefined;
  readonly pending: readonly Pending<DriftAlert>[];
}

/** The record of a settings group of a target that could not be read. */
export interface UnreadableRecord extends Target {
  readonly kind: 'unreadable';
  readonly group: string;
  readonly state: 'open' | 'closed';
  readonly since: string;
  readonly reason: Reason;
  readonly detail: string;
  /** Consecutive full runs that could not read it. */
  readonly runs: number;
  /** When the last run ended that counted: two runs at once count once. */
  readonly countedAt: string | null;
  readonly announcedAt: string | null;
  readonly reminders: number;
  readonly thread?: StoredThread | undefined;
  readonly pending: readonly Pending<UnreadableAlert>[];
}

/** The policy of the last full run over an account. */
export interface PolicyRecord extends PolicyVersion {
  readonly kind: 'policy';
  readonly accountId: string;
  readonly pending: readonly Pending<PolicyAlert>[];
}

/** The state between runs of some accounts. Each list is sorted by its key. */
export interface State {
  readonly drifts: readonly DriftRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  readonly ledgers: readonly RepairLedger[];
  /** One for each account. */
  readonly sessions: readonly SessionTimes[];
  /** One for each account. */
  readonly policies: readonly PolicyRecord[];
}

export const EMPTY_STATE: State = { drifts: [], unreadable: [], ledgers: [], sessions: [], policies: [] };

/** The state of one account as the table holds it. */
export interface StoredState {
  readonly state: State;
  /** When the last run ended that changed it, ISO 8601 UTC. */
  readonly asOf: string | null;
  /** Drifts and targets whose items this version does not understand: they must not be overwritten. */
  readonly unreadableKeys: readonly string[];
  /** Sort keys of converted items: a save replaces them. */
  readonly convertedKeys: readonly string[];
}

export type AlertRecord = DriftRecord | UnreadableRecord;

export function driftKey({ accountId, region, setting }: Target & { readonly setting: string }): string {
  return `${accountId} ${region} ${setting}`;
}

/** Of an item that an account has once. */
export function accountItemKey({ kind, accountId }: { readonly kind: string; readonly accountId: string }): string {
  return `${accountId} ${kind}`;
}

export function unreadableKey({ accountId, region, group }: Target & { readonly group: string }): string {
  return `${accountId} ${region} ${group}`;
}
