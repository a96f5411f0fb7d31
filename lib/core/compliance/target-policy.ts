import type { Remediation } from '../run.ts';
import type { Desired } from '../settings/desired.ts';

/** A drift that is accepted until a date. `expires` is a UTC date, YYYY-MM-DD; the waiver holds to the end of that day. */
export interface Waiver {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** A policy, resolved for one target at one time. `waivers` holds only those in force. */
export interface TargetPolicy {
  readonly desired: Desired;
  readonly remediation: Remediation;
  readonly waivers: readonly (Waiver & { readonly settings: readonly string[] })[];
}
