import type { Alert } from '../core/alerts/model.ts';
import type { Report, Result } from '../core/report.ts';
import { compareTargets } from '../core/order.ts';
import { Budget, encodedBytes } from './budget.ts';

/** The report for programs. The contract is `report.schema.json`. */
export function json(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

const MAX_NOTICES = 20;
const MAX_NOTICE_CHARACTERS = 400;

/** A report, and what it changed, where that is known. */
export type ToldReport = Report & { readonly alerts?: readonly Alert[] };

/**
 * The report as one line that takes at most so many bytes inside a JSON string. Alerts come first, and compliant results are left
 * out first; `omitted` and `omittedAlerts` say how many are missing, and the summary counts all of them.
 */
export function jsonWithin(report: ToldReport, maxBytes: number): string {
  const whole = JSON.stringify(report);
  if (encodedBytes(whole) <= maxBytes) return whole;
  const { alerts = [], ...rest } = report;
  const frame = {
    ...rest,
    notices: fewNotices(report),
    results: [],
    omitted: report.results.length,
    omittedAlerts: alerts.length,
    alerts: [],
  };
  const budget = new Budget(maxBytes);
  budget.take(JSON.stringify(frame));
  const fits = (one: Alert | Result): boolean => budget.take(`${JSON.stringify(one)},`);
  const told = alerts.filter(fits);
  const worstFirst = report.results.toSorted((a, b) => rank(a) - rank(b));
  const kept = worstFirst.filter(fits).toSorted(compareTargets);
  return JSON.stringify({
    ...frame,
    results: kept,
    omitted: missing(report.results.length - kept.length),
    alerts: report.alerts ? told : undefined,
    omittedAlerts: missing(alerts.length - told.length),
  });
}

/** Zero is not said. */
function missing(count: number): number | undefined {
  return count > 0 ? count : undefined;
}

function rank({ verdict }: Result): number {
  return ['drifted', 'unknown', 'waived', 'not-applicable', 'compliant'].indexOf(verdict);
}

function fewNotices({ notices }: Report): Report['notices'] {
  const short = notices.slice(0, MAX_NOTICES).map(({ kind, message }) => ({
    kind,
    message:
      message.length > MAX_NOTICE_CHARACTERS ? `${message.slice(0, MAX_NOTICE_CHARACTERS).toWellFormed()}…` : message,
  }));
  const next = notices[MAX_NOTICES];
  return next
    ? [...short, { kind: next.kind, message: `${notices.length - MAX_NOTICES} more notices were left out here` }]
    : short;
}
