import type { CostItem, CostReport } from '../../core/cost/model.ts';
import { minuteText } from '../../core/time.ts';
import { columns } from '../words/columns.ts';
import { dollarText, notEstimatedTexts, rangeText } from '../words/cost-words.ts';
import { csv as escapeCsv, jsonForTerminal, markdown as escape, plain } from '../words/escape.ts';
import { shortHash } from '../words/short-hash.ts';
import { namingOf } from '../words/place-words.ts';
import { targetNaming } from '../words/target-names.ts';
import { wrap } from '../words/wrap.ts';

/** Every format of the costs by its name on the command line. */
export const COST_FORMATS = { text, json, csv, markdown } as const;
export type CostFormat = keyof typeof COST_FORMATS;

export const COST_FORMAT_NAMES: readonly string[] = Object.keys(COST_FORMATS);

export interface CostOptions {
  /** Of the terminal. */
  readonly width?: number;
}

/** A terminal that does not say how wide it is. */
const DEFAULT_WIDTH = 100;

function text(report: CostReport, { width = DEFAULT_WIDTH }: CostOptions = {}): string {
  const { items, assumptions } = report;
  const nameOf = namingOf(new Map(Object.entries(report.accountNames)));
  const table =
    items.length === 0
      ? 'Nothing that the policy covers costs anything.\n'
      : columns([HEAD, ...items.map((item) => cellsOf(item, report))], { width, whole: [0] });
  const paragraphs = [
    ...notEstimatedTexts(items, { name: targetNaming(items, nameOf) }),
    ...(assumptions.length === 0 ? [] : ['Assumptions:', ...assumptions.map((one) => `- ${one}`)]),
    `policy ${report.policy.source}, sha256 ${shortHash(report.policy)}, ${minuteText(report.startedAt)}`,
  ];
  const lines = paragraphs.map((line) => wrap(plain(line), { indent: 0, hanging: 2, width }));
  return `${table}\n${wrap(totalText(report), { indent: 0, hanging: 2, width })}\n\n${lines.join('\n')}\n`;
}

const HEAD = ['account', 'Region', 'setting', 'USD a month', 'from', 'free trial'];

function cellsOf({ accountId, region, setting, estimate, trialDaysLeft }: CostItem, report: CostReport): string[] {
  const name = report.accountNames[accountId];
  const days = trialDaysLeft === undefined ? '-' : trialDaysLeft === 0 ? 'over' : `${trialDaysLeft} days left`;
  return [
    name === undefined ? accountId : `${accountId} ${name}`,
    region,
    setting,
    estimate.kind === 'estimated' ? rangeText(estimate) : 'not estimated',
    estimate.kind === 'estimated' ? estimate.source : '-',
    days,
  ];
}

function totalText({ low, high, notEstimated, items }: CostReport): string {
  if (items.length === 0) return 'total: $0.00 a month';
  if (notEstimated === items.length) return 'total: not estimated';
  if (notEstimated === 0) return `total: ${rangeText({ low, high })} a month`;
  return `total: at least ${dollarText(low)} a month; ${notEstimated} of ${items.length} rows are not estimated`;
}

function json(report: CostReport): string {
  return `${jsonForTerminal(JSON.stringify(report, null, 2))}\n`;
}

const COLUMNS = [
  'account_id',
  'account_name',
  'region',
  'setting',
  'low_usd',
  'high_usd',
  'source',
  'trial_days_left',
  'why_not_estimated',
];

/** One row for each setting of a target. RFC 4180. What is not estimated has no amount. */
function csv({ items, accountNames }: CostReport): string {
  const rows = items.map(({ accountId, region, setting, estimate, trialDaysLeft }) => {
    const amounts =
      estimate.kind === 'estimated' ? [String(estimate.low), String(estimate.high), estimate.source] : ['', '', ''];
    const why = estimate.kind === 'estimated' ? '' : estimate.why;
    return [accountId, accountNames[accountId] ?? '', region, setting, ...amounts, String(trialDaysLeft ?? ''), why];
  });
  return [COLUMNS, ...rows].map((cells) => `${cells.map((cell) => escapeCsv(plain(cell))).join(',')}\r\n`).join('');
}

function markdown(report: CostReport): string {
  const { items, assumptions } = report;
  const nameOf = namingOf(new Map(Object.entries(report.accountNames)));
  const row = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |\n`;
  const table =
    items.length === 0
      ? ''
      : `\n${row(HEAD)}| ${HEAD.map(() => '---').join(' | ')} |\n${items.map((item) => row(cellsOf(item, report))).join('')}`;
  const reasons = notEstimatedTexts(items, { name: targetNaming(items, nameOf) });
  const list = [...reasons, ...assumptions].map((one) => `- ${escape(one)}\n`).join('');
  return `# The monthly cost of Macie\n\n**${escape(totalText(report))}**\n${table}${list === '' ? '' : `\n${list}`}`;
}
