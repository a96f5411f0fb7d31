import type { Remediation } from '../run.ts';
import type { Desired } from '../settings/desired.ts';
import type { Waiver } from './waiver.ts';

/** A policy, resolved for one target at one time. `waivers` holds only those in force. */
export interface TargetPolicy {
  readonly desired: Desired;
  readonly remediation: Remediation;
  readonly waivers: readonly (Waiver & { readonly settings: readonly string[] })[];
}
