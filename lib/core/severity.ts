/** How grave something is, worst first. INFO and RESOLVED ask nothing of anybody. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO', 'RESOLVED'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function compareSeverities(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

export function worseOf(a: Severity, b: Severity): Severity {
  return compareSeverities(a, b) <= 0 ? a : b;
}
