import type { MacieCall } from '../activity/macie-call.ts';
import type { AlertSettings } from './model.ts';

/** What a run knows beside what it saw of a target. */
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
}

/** The id of an alert: the same for the same change of the same stored state, whatever run finds it. */
export function alertId(
  parts: { readonly kind: string; readonly accountId: string; readonly region: string; readonly subject: string },
  { versions, now }: Pick<ReconcileContext, 'versions' | 'now'>,
): string {
  const { kind, accountId, region, subject } = parts;
  return [kind, accountId, region, subject, versions[accountId] ?? now.toISOString()].join('/');
}
