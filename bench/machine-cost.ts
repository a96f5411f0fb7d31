import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { MeasuredStep } from './machine-run.ts';
import { NO_REQUESTS, type Requests } from './machine-store.ts';

/** Dollars in us-east-1, without a free tier, November 2026. */
const PRICES = {
  // https://aws.amazon.com/lambda/pricing/ (arm64)
  gigabyteSecond: 0.0000133334,
  invocation: 0.2e-6,
  // https://aws.amazon.com/step-functions/pricing/ (standard workflows)
  transition: 25e-6,
  // https://aws.amazon.com/s3/pricing/
  put: 5e-6,
  get: 0.4e-6,
  // https://aws.amazon.com/dynamodb/pricing/on-demand/
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
};

const HOURS_A_MONTH = 730;

/** What the steps of one run took. `scan`: one shard of them. */
interface RunSteps {
  readonly plan: MeasuredStep;
  readonly scan: MeasuredStep;
  readonly gate: MeasuredStep;
  readonly conclude: MeasuredStep;
  readonly shards: number;
}

/** A whole run, as the state machine makes it. */
export interface RunCost {
  readonly seconds: number;
  readonly gigabyteSeconds: number;
  readonly transitions: number;
  readonly requests: Requests;
  readonly dollars: number;
}

/** Plan, Scan, Gate, HasRepairs and Conclude are entered once, and the only state of a child once; each child is started as well. */
const OWN_TRANSITIONS = 5;
const TRANSITIONS_PER_SHARD = 2;

/** The time, the use and the price of a run without repairs: shards take the same time, so many at a time. */
export function runCost({ plan, scan, gate, conclude, shards }: RunSteps, concurrency: number): RunCost {
  const memory = memoryOfSteps();
  const times = {
    Plan: lambdaSeconds(plan, memory('Plan')),
    Scan: lambdaSeconds(scan, memory('Scan')),
    Gate: lambdaSeconds(gate, memory('Gate')),
    Conclude: lambdaSeconds(conclude, memory('Conclude')),
  };
  const seconds = times.Plan + Math.ceil(shards / concurrency) * times.Scan + times.Gate + times.Conclude;
  const gigabyteSeconds =
    times.Plan * memory('Plan') +
    shards * times.Scan * memory('Scan') +
    times.Gate * memory('Gate') +
    times.Conclude * memory('Conclude');
  const transitions = OWN_TRANSITIONS + TRANSITIONS_PER_SHARD * shards;
  const requests = sum([plan, gate, conclude, ...Array.from({ length: shards }, () => scan)]);
  const dollars =
    gigabyteSeconds * PRICES.gigabyteSecond +
    (3 + shards) * PRICES.invocation +
    transitions * PRICES.transition +
    requests.puts * PRICES.put +
    requests.gets * PRICES.get +
    requests.writeUnits * PRICES.writeUnit +
    requests.readUnits * PRICES.readUnit;
  return { seconds, gigabyteSeconds, transitions, requests, dollars };
}

/** With 1,769 MB a function has one processor. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const GIGABYTES_PER_PROCESSOR = 1769 / 1024;

/** The time of a step on Lambda: that of its share of a processor, and its waits. */
function lambdaSeconds({ cpuSeconds, idleSeconds }: MeasuredStep, gigabytes: number): number {
  return cpuSeconds / Math.min(1, gigabytes / GIGABYTES_PER_PROCESSOR) + idleSeconds;
}

/** A run an hour. */
export function monthlyDollars(ofRun: number): number {
  return ofRun * HOURS_A_MONTH;
}

function sum(steps: readonly MeasuredStep[]): Requests {
  const total = { ...NO_REQUESTS };
  for (const { requests } of steps) {
    total.puts += requests.puts;
    total.gets += requests.gets;
    total.writeUnits += requests.writeUnits;
    total.readUnits += requests.readUnits;
  }
  return total;
}

/** The memory of the function of a step, in GB, as it is deployed. */
function memoryOfSteps(): (step: string) => number {
  const path = join(import.meta.dirname, '../resources/organization-functions.yml');
  const functions: Record<string, { memorySize: number }> = parse(readFileSync(path, 'utf8'), { logLevel: 'silent' });
  return (step) => (functions[`organization${step}`]?.memorySize ?? Number.NaN) / 1024;
}
