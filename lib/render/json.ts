import type { Report, Result } from '../core/report.ts';
import { compareTargets } from '../core/order.ts';
import { Budget, encodedBytes } from './budget.ts';

/** The report for programs. The contract is `report.schema.json`. */
export function json(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

const MAX_NOTICES = 20;
const MAX_NOTICE_CHARACTERS = 400;

/**
 * The report as one line that takes at most so many bytes inside a JSON string. Compliant results are left out first;
 * `omitted` says how many are missing, and the summary counts all of them.
 */
export function jsonWithin(report: Report, maxBytes: number): string {
  const whole = JSON.stringify(report);
  if (encodedBytes(whole) <= maxBytes) return whole;
  const frame = { ...report, notices: fewNotices(report), results: [], omitted: report.results.length };
  const budget = new Budget(maxBytes);
  budget.take(JSON.stringify(frame));
  const worstFirst = report.results.toSorted((a, b) => rank(a) - rank(b));
  const kept = worstFirst.filter((result) => budget.take(`${JSON.stringify(result)},`)).toSorted(compareTargets);
  return JSON.stringify({ ...frame, results: kept, omitted: report.results.length - kept.length });
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
