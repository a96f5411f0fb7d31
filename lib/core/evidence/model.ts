import type { Target } from '../target.ts';
import type { UnreadReason } from './scan-record.ts';

/**
 * Why a target was not seen. `no-run`: no run has read it for longer than a scan is valid · `partial-runs`: only runs of other targets
 * have · `older-runs`: runs of a version that did not record what they read · `unknown-coverage`: it is recorded, and cannot be
 * read · `newer-items`: the history of the account has items that cannot be read · `between-scans`: it differed between two scans,
 * and since when is not known.
 */
export type NotSeenWhy =
  | UnreadReason
  | 'no-run'
  | 'partial-runs'
  | 'older-runs'
  | 'unknown-coverage'
  | 'newer-items'
  | 'between-scans';

/** `accepted`: it differs and is waived, or the policy does not want Macie on. `outside`: the policy does not have it. */
export const SPAN_KINDS = ['compliant', 'drifted', 'accepted', 'not-seen', 'outside'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** A time in which nothing changed, in ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: SpanKind;
  /** Of `not-seen`; null for every other kind. */
  readonly why: NotSeenWhy | null;
}

export type Times = Readonly<Record<SpanKind, number>>;

/** A setting of a target over a period. Its spans follow each other and fill the period. */
export interface TargetEvidence extends Target {
  readonly setting: string;
  readonly spans: readonly Span[];
  /** ms of each kind. */
  readonly times: Times;
}

export interface Evidence {
  readonly from: number;
  readonly to: number;
  /** A scan is valid until the next one of the same target, and so long at most. */
  readonly validForMs: number;
  readonly settings: readonly string[];
  /** Runs of the period that have read the whole policy, and a part of it. */
  readonly scans: { readonly full: number; readonly partial: number };
  readonly times: Times;
  /** Worst first. */
  readonly targets: readonly TargetEvidence[];
}

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** An item of the history that cannot be read: whatever it says of the account, nothing is known of it from then on. */
export interface UnreadableItem {
  /** null: of any account. */
  readonly accountId: string | null;
  readonly from: string;
}
