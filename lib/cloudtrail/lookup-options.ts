import type { Clients } from '../aws/clients.ts';
import type { Alert, AlertKind, DriftAlert } from '../core/alerts/model.ts';
import type { GroupValues } from '../core/observation.ts';
import { compareText } from '../core/order.ts';
import type { Target } from '../core/target.ts';

export const PARALLEL_REGIONS = 8;
export const BUDGET_MS = 8000;

/** The kinds of alerts about a drift that was just made. */
const NEW_DRIFT: ReadonlySet<AlertKind> = new Set(['opened', 'changed', 'repaired', 'contested', 'flapping']);

export interface LookupOptions {
  readonly clients: Pick<Clients, 'cloudtrail'>;
  /** The ARN of the own credentials, as STS returns it. */
  readonly ownArn: string;
  /** When the run began, ISO 8601: a drift that it repaired itself was there before. */
  readonly startedAt: string;
  /** The reading of the session of a target before any repair; null where there is none. */
  readonly sessionOf?: (target: Target) => GroupValues | null;
  readonly wait: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The alerts about drifts that were just made, by Region. */
export function newDriftsByRegion(alerts: readonly Alert[]): readonly (readonly [string, readonly DriftAlert[]])[] {
  return [...Map.groupBy(alerts.filter(isNewDrift), ({ region }) => region)].toSorted(([a], [b]) => compareText(a, b));
}

function isNewDrift(alert: Alert): alert is DriftAlert {
  return alert.subject === 'drift' && NEW_DRIFT.has(alert.kind);
}
