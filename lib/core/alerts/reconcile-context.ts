import type { MacieCall } from '../activity/macie-call.ts';
import type { AlertSettings } from './model.ts';

/** What a run knows beside what it saw of a target. */
export interface ReconcileContext {
  readonly now: Date;
  /** Of the run, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly settings: AlertSettings;
  /** Calls that CloudTrail recorded, of the targets of the run. */
  readonly calls: readonly MacieCall[];
}
