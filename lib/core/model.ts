/** The words of this project as types. Everything in core/ is a value or a function from values to values. */

export const STATUSES = ['ENABLED', 'PAUSED', 'DISABLED'] as const;
/** DISABLED is our word for "Macie is not enabled"; the API only knows the other two. */
export type Status = (typeof STATUSES)[number];

/** Fastest first: a smaller index publishes sooner. */
export const FREQUENCIES = ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export const SETTINGS = ['status', 'findingPublishingFrequency', 'serviceRole'] as const;
export type Setting = (typeof SETTINGS)[number];

export const VERDICTS = ['compliant', 'drifted', 'waived', 'unknown', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why a target is unknown. */
export const REASONS = [
  'access-denied',
  'assume-role-denied',
  'credentials',
  'throttled',
  'timeout',
  'network',
  'service-error',
  'bad-response',
  'region-unsupported',
] as const;
export type Reason = (typeof REASONS)[number];

export const ACTIONS = ['enable', 'resume', 'set-frequency', 'manual'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * planned: would be written, if this run were allowed to write · applied: sent, not seen yet · verified: seen ·
 * failed: refused, or sent with an unclear answer and not seen · skipped: a guard rail or a waiver holds it back ·
 * manual: never done by macie-warden.
 */
export const OUTCOMES = ['planned', 'applied', 'verified', 'failed', 'skipped', 'manual'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const REMEDIATIONS = ['report', 'enforce'] as const;
export type Remediation = (typeof REMEDIATIONS)[number];

export const TRIGGERS = ['schedule', 'change', 'manual', 'command-line'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** One account × Region. */
export interface Target {
  readonly accountId: string;
  readonly region: string;
}

export function targetKey({ accountId, region }: Target): string {
  return `${accountId} ${region}`;
}

/**
 * What GetMacieSession showed. `status` and `findingPublishingFrequency` are strings, not enums: a value that the API
 * model does not know is kept as it came. `null` is a field that was not in the answer. Times are ISO 8601 UTC.
 */
export interface Session {
  readonly status: string;
  readonly findingPublishingFrequency: string | null;
  readonly serviceRole: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** Why something could not be known: a reason of the list and a sentence with what was seen and what to do. */
export interface Doubt {
  readonly reason: Reason;
  readonly detail: string;
}

/** What was seen of a target. */
export type Observation =
  | { readonly kind: 'session'; readonly session: Session }
  | ({ readonly kind: 'unknown' } & Doubt)
  | { readonly kind: 'not-applicable'; readonly detail: string };

/** What the policy wants of one target. A key left out is not compared. `serviceRole` is a full ARN here. */
export interface Desired {
  readonly status?: Status | undefined;
  readonly findingPublishingFrequency?: Frequency | undefined;
  readonly serviceRole?: string | undefined;
}

/** A drift accepted for a time. `expires` is a UTC date, YYYY-MM-DD; the waiver holds to the end of that day. */
export interface Waiver {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** A policy, resolved for one target at one moment. `waivers` holds only those that are in force. */
export interface TargetPolicy {
  readonly desired: Desired;
  readonly remediation: Remediation;
  readonly waivers: readonly (Waiver & { readonly settings: readonly Setting[] })[];
}

/** One setting of one target whose actual value is not the desired one. `actual` null: the session has no such value. */
export interface Drift {
  readonly setting: Setting;
  readonly desired: string;
  readonly actual: string | null;
  readonly action: Action;
  readonly outcome: Outcome;
  /** Why the action is manual, skipped or failed; null where the outcome says it all. */
  readonly detail: string | null;
  readonly waiver: Waiver | null;
}

/**
 * One write to one target. The types leave no way to say PAUSED or DISABLED: protection is only ever turned up.
 * `update` carries at least one key.
 */
export type Write =
  | { readonly kind: 'enable'; readonly findingPublishingFrequency: Frequency }
  | {
      readonly kind: 'update';
      readonly status?: 'ENABLED';
      readonly findingPublishingFrequency?: Frequency;
    };

/**
 * How a write ended. `refused`: certainly not done. `unclear`: it may have been done (a time-out, a reset, a 5xx).
 * `already-enabled`: EnableMacie met an existing session.
 */
export type WriteAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'already-enabled' }
  | ({ readonly kind: 'refused' } & Doubt)
  | ({ readonly kind: 'unclear' } & Doubt);
