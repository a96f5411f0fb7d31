import type { MacieCall } from '../activity/macie-call.ts';
import type { AlertSettings } from './model.ts';

/** The facts of a run beside its reading of a target. */
export interface ReconcileContext {
  readonly now: Date;
  /** Of the run, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly settings: AlertSettings;
  /** By account: the version of its stored state, for the ids of alerts. */
  readonly versions: Readonly<Record<string, string>>;
  /** Calls that CloudTrail recorded, of the targets of the run. */
  readonly calls: readonly MacieCall[];
  /** The settings that the run compared; left out: all of the policy. */
  readonly narrowedTo?: readonly string[] | undefined;
  /** Calls between two runs: they can explain an interruption, and no drift. */
  readonly callsBetween: readonly MacieCall[];
}

/** The id of an alert: the same for the same change of the same stored state, whatever run finds it. */
export function alertId(
  parts: {
    readonly kind: string;
    readonly accountId: string;
    readonly region: string | null;
    readonly subject: string;
  },
  { versions, now }: Pick<ReconcileContext, 'versions' | 'now'>,
): string {
  const { kind, accountId, region, subject } = parts;
  const where = region === null ? [accountId] : [accountId, region];
  return [kind, ...where, subject, versions[accountId] ?? now.toISOString()].join('/');
}
