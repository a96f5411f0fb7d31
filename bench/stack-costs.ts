import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** A CloudFormation template, as far as its cost goes. */
interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

/** Dollars a month in us-east-1, without a free tier, November 2026. */
const PRICES = [
  // https://aws.amazon.com/cloudwatch/pricing/
  { what: 'alarms of CloudWatch', each: 0.1, type: 'AWS::CloudWatch::Alarm' },
  { what: 'dashboards of CloudWatch', each: 3, type: 'AWS::CloudWatch::Dashboard' },
  // https://aws.amazon.com/kms/pricing/
  { what: 'keys of KMS', each: 1, type: 'AWS::KMS::Key' },
] as const;
const METRIC = { what: 'custom metrics of CloudWatch', each: 0.3 };

interface Cost {
  readonly what: string;
  readonly number: number;
  /** Dollars a month. */
  readonly each: number;
}

/** What a stack costs in every month, whether it does anything or not. */
export function standingCosts({ Resources }: Template): readonly Cost[] {
  const types = Object.values(Resources).map(({ Type }) => Type);
  return [
    ...PRICES.map(({ what, each, type }) => ({ what, each, number: types.filter((one) => one === type).length })),
    { ...METRIC, number: metricNames().size },
  ];
}

/** All metrics have one dimension, the stack, so that each name is one metric. */
function metricNames(): ReadonlySet<string> {
  const files = globSync('{lib,handlers}/**/*.ts', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));
  return new Set(files.flatMap((text) => [...text.matchAll(/addMetric\(\s*'(\w+)'/g)].map(([, name]) => name ?? '')));
}

/** The table of docs/deploying.md. */
export function costTable(costs: readonly Cost[]): string {
  const total = costs.reduce((sum, { number, each }) => sum + number * each, 0);
  const rows = [
    row('resource', 'number', 'each, a month', 'a month'),
    row('---', '---', '---', '---'),
    ...costs.map(({ what, number, each }) => row(what, String(number), dollars(each), dollars(number * each))),
    row('together', '', '', dollars(total)),
  ];
  return `${rows.join('\n')}\n`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
