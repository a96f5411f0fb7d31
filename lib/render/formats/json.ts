import type { Alert } from '../../core/alerts/model.ts';
import type { Report, Result } from '../../core/compliance/report.ts';
import type { PlanCost } from '../../core/cost/model.ts';
import { compareTargets } from '../../core/order.ts';
import { Budget, encodedBytes, itemsThatFit } from '../view/budget.ts';
import { jsonForTerminal } from '../words/escape.ts';

/** The report for programs. The contract is `report.schema.json`. */
export function json(report: Report): string {
  return `${jsonForTerminal(JSON.stringify(report, null, 2))}\n`;
}

/** The same on one line, for the archive: thousands of targets take half of the room. */
export function compactJson(report: ReportWithAlerts): string {
  return `${line(report)}\n`;
}

const NOTICE_BYTES = 10_000;
const MAX_NOTICE_CHARACTERS = 400;

/** A report, with the alerts of its run in a message of changes. */
export type ReportWithAlerts = Report & {
  readonly alerts?: readonly Alert[];
};

/**
 * The report as one line that takes at most so many bytes inside a JSON string. Alerts come first, and compliant results are left
 * out first, with the counts of organizational units; `omitted` says how many results are missing, and the summary counts all of them. `omittedAlerts` and `left`: alerts that did not fit.
 */
export function fitJson(report: ReportWithAlerts, maxBytes: number): { readonly text: string; readonly left: number } {
  const whole = line(report);
  if (encodedBytes(whole) <= maxBytes) return { text: whole, left: 0 };
  const { alerts = [], units: _units, ...rest } = report;
  const scope = fewAccounts(report.scope, maxBytes);
  const frame = {
    ...rest,
    scope,
    ...(report.cost ? { cost: fewItems(report.cost, maxBytes) } : {}),
    notices: fewNotices(report),
    results: [],
    omitted: report.results.length,
    alerts: [],
    omittedAlerts: alerts.length,
  };
  const budget = new Budget(maxBytes);
  budget.take(line(frame));
  const fits = (one: Alert | Result): boolean => budget.take(`${line(one)},`);
  const keptAlerts = alerts.filter(fits);
  const kept = worstThatFit(report.results, fits).toSorted(compareTargets);
  const left = alerts.length - keptAlerts.length;
  const text = line({
    ...frame,
    results: kept,
    omitted: unlessZero(report.results.length - kept.length),
    alerts: report.alerts ? keptAlerts : undefined,
    omittedAlerts: unlessZero(left),
  });
  return { text, left };
}

function line(value: unknown): string {
  return jsonForTerminal(JSON.stringify(value));
}

/** `undefined` leaves the key out. */
function unlessZero(count: number): number | undefined {
  return count > 0 ? count : undefined;
}

function rank({ verdict }: Result): number {
  return ['drifted', 'unknown', 'waived', 'not-applicable', 'compliant'].indexOf(verdict);
}

/** Worst first. No better result is kept where a worse one is missing: the rest would read as good news. */
function worstThatFit(results: readonly Result[], fits: (result: Result) => boolean): readonly Result[] {
  const kept: Result[] = [];
  let worstMissing = Number.POSITIVE_INFINITY;
  for (const result of results.toSorted((a, b) => rank(a) - rank(b))) {
    if (rank(result) > worstMissing) break;
    if (fits(result)) kept.push(result);
    else worstMissing = Math.min(worstMissing, rank(result));
  }
  return kept;
}

/** The accounts of a scope take an eighth of a message at most: those of a large organization alone would fill it. */
function fewAccounts(scope: Report['scope'], maxBytes: number): Report['scope'] & { omittedAccounts?: number } {
  const budget = new Budget(Math.floor(maxBytes / 8));
  const texts = scope.accounts.map((accountId) => `${line(accountId)},`);
  const accounts = scope.accounts.slice(0, itemsThatFit(texts, budget).length);
  const omittedAccounts = unlessZero(scope.accounts.length - accounts.length);
  return { ...scope, accounts, ...(omittedAccounts === undefined ? {} : { omittedAccounts }) };
}

/** The items of a cost take an eighth of a message at most; its sums count all of them. */
function fewItems(cost: PlanCost, maxBytes: number): PlanCost & { omittedItems?: number } {
  const texts = cost.items.map((item) => `${line(item)},`);
  const items = cost.items.slice(0, itemsThatFit(texts, new Budget(Math.floor(maxBytes / 8))).length);
  const omittedItems = unlessZero(cost.items.length - items.length);
  return { ...cost, items, ...(omittedItems === undefined ? {} : { omittedItems }) };
}

function fewNotices({ notices }: Report): Report['notices'] {
  const short = notices.map(({ kind, message }) => ({
    kind,
    message:
      message.length > MAX_NOTICE_CHARACTERS ? `${message.slice(0, MAX_NOTICE_CHARACTERS).toWellFormed()}…` : message,
  }));
  const texts = short.map((notice) => `${line(notice)},`);
  const kept = short.slice(0, itemsThatFit(texts, new Budget(NOTICE_BYTES)).length);
  const next = short[kept.length];
  return next
    ? [...kept, { kind: next.kind, message: `${notices.length - kept.length} more notices were left out here` }]
    : kept;
}
