import { parseArgs } from 'node:util';
import { benchBundle } from './bundle.ts';
import { benchCalls } from './change-calls.ts';
import { benchChange } from './change.ts';
import { benchCore } from './core.ts';
import { benchEvidence } from './evidence.ts';
import type { Measurement } from './measure.ts';
import { benchMachine } from './machine.ts';
import { benchOrganization } from './organization.ts';
import { benchPackage } from './package.ts';
import { benchPolicy } from './policy.ts';
import { benchProcess } from './process.ts';
import { benchQuery } from './query.ts';
import { benchReconcile } from './reconcile.ts';
import { benchReports } from './reports.ts';
import { forkSandbox } from './sandbox-process.ts';
import { benchScan, LATENCY_MS } from './scan.ts';
import { benchGroups, benchSettings } from './settings.ts';
import { benchRoundTrips, benchState } from './state.ts';

const HELP = `Measures what the README claims about speed. Ratios within one run: they depend little on the machine.

  npm run bench              a table on stdout; exit code 1 if a promise is broken
  npm run bench -- --json    the same as JSON
  npm run bench -- --organization    organizations of 20 to 5,000 accounts: some minutes
  npm run bench -- --evidence    evidence and history of a year of hourly runs with 1,000 drifts: a minute
  npm run bench -- --reports    the formats of a report over 22,000 and 150,000 targets
  npm run bench -- --machine    the state machine over up to 150,000 targets: some minutes
  npm run bench -- --query    SQL: a cold start, 200,000 rows, the calls of documented queries
`;

interface Options {
  readonly json?: boolean | undefined;
  readonly organization?: boolean | undefined;
  readonly machine?: boolean | undefined;
  readonly query?: boolean | undefined;
  readonly evidence?: boolean | undefined;
  readonly reports?: boolean | undefined;
}

async function main({ json, ...options }: Options): Promise<number> {
  const all = await measurementsOf(options);
  process.stdout.write(json === true ? `${JSON.stringify(all, null, 2)}\n` : table(all));
  return all.some(isBroken) ? 1 : 0;
}

async function measurementsOf({
  organization,
  machine,
  query,
  evidence,
  reports,
}: Options): Promise<readonly Measurement[]> {
  if (organization) return benchOrganization();
  if (machine) return benchMachine();
  if (query) return benchQuery();
  if (evidence) return benchEvidence();
  return reports ? benchReports() : benchAll();
}

async function benchAll(): Promise<readonly Measurement[]> {
  const note = (line: string): boolean => process.stderr.write(`${line}\n`);
  note(`scans, ${LATENCY_MS} ms a call …`);
  const scans = await withSandbox(LATENCY_MS, async (env) => {
    Object.assign(process.env, env);
    return [...(await benchScan()), ...(await benchState()), ...(await benchChange())];
  });
  note('processes …');
  const processes = await withSandbox(0, benchProcess);
  note('bundles …');
  const bundles = [...(await benchPackage()), ...(await benchBundle())];
  note('22,000 targets …');
  return [
    ...scans,
    ...processes,
    ...bundles,
    ...benchCore(),
    ...benchSettings(),
    ...benchPolicy(),
    ...benchReconcile(),
    ...(await benchRoundTrips()),
    ...(await benchCalls()),
    ...(await benchGroups()),
  ];
}

async function withSandbox<T>(
  latencyMs: number,
  work: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const sandbox = await forkSandbox(latencyMs);
  try {
    return await work(sandbox.env);
  } finally {
    sandbox.stop();
  }
}

const isBroken = ({ value, limit }: Measurement): boolean => limit !== undefined && !(value <= limit);

function table(all: readonly Measurement[]): string {
  const rows = all.map((one) => [
    one.name,
    `${one.value.toFixed(one.unit === '×' || one.unit === '$ a month' ? 2 : 0)} ${one.unit}`,
    one.limit === undefined ? '' : `≤ ${one.limit}${isBroken(one) ? '  BROKEN' : ''}`,
    one.note ?? '',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    organization: { type: 'boolean' },
    machine: { type: 'boolean' },
    query: { type: 'boolean' },
    evidence: { type: 'boolean' },
    reports: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) process.stdout.write(HELP);
else process.exitCode = await main(values);
