/** Words about a run that several folders share. */

export const REMEDIATIONS = ['report', 'enforce'] as const;
export type Remediation = (typeof REMEDIATIONS)[number];

export const TRIGGERS = ['schedule', 'change', 'manual', 'command-line'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** The identity behind the credentials of an account. `arn`: of a user, or of a session of a role. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

/** The settings that a scan of the status compares. */
export const STATUS_SETTINGS: readonly string[] = ['status'];
