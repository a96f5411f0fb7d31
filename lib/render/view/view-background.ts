import { driftKey, type DriftRecord } from '../../core/alerts/records.ts';
import { severityOfDrift } from '../../core/alerts/finding-alert.ts';
import type { SeverityRule } from '../../core/alerts/severity.ts';
import type { Drift } from '../../core/compliance/drift.ts';
import { compareSeverities, type Severity } from '../../core/severity.ts';
import type { Target } from '../../core/target.ts';
import type { KnownRecords } from './known-records.ts';

/** What a view shows beside its report. A view without it has neither ages, nor calls, nor severities. */
export interface ViewBackground {
  /** Since when each drift and each unknown lasts, and the calls behind them. */
  readonly known: KnownRecords;
  /** By which they are rated, as the alerts of the policy are. */
  readonly severityRules: readonly SeverityRule[];
}

export function recordOf(
  { setting }: Drift,
  { target, background }: { readonly target: Target; readonly background: ViewBackground | null },
): DriftRecord | null {
  return background?.known.drifts.get(driftKey({ ...target, setting })) ?? null;
}

/** null: it is not open, or the reader is not shown it. */
export function ratingOf(
  drift: Drift,
  of: { readonly target: Target; readonly background: ViewBackground | null },
): Severity | null {
  const { target, background } = of;
  if (background === null || !isOpen(drift)) return null;
  return severityOfDrift({ target, drift, record: recordOf(drift, of) }, background.severityRules);
}

export function isOpen({ outcome, waiver }: Drift): boolean {
  return outcome !== 'verified' && waiver === null;
}

/** Worst first. */
export function compareRated(a: Severity | null, b: Severity | null): number {
  return a === null || b === null ? 0 : compareSeverities(a, b);
}
