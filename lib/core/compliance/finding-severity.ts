import { worseOf, type Severity } from '../severity.ts';
import { settingOf } from '../settings/registry.ts';
import type { Drift } from './drift.ts';

/** How grave a drift of a report is: as its alert, by the actual value and by a repair that failed. */
export function severityOfDrift(drift: Drift): Severity {
  if (drift.outcome === 'verified') return 'RESOLVED';
  const ofValue = settingOf(drift.setting).severityOf(drift);
  return drift.outcome === 'failed' ? worseOf(ofValue, 'HIGH') : ofValue;
}

/** Nobody knows whether anything is unprotected there. */
export const SEVERITY_OF_UNKNOWN: Severity = 'MEDIUM';
