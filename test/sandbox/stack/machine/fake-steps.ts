import { Failure } from '../../../../sandbox/stack/machine/failure.ts';
import type { Aws } from '../../../../sandbox/stack/machine/run.ts';
import { awsOf } from './machines.ts';
import { ARNS } from './organization.ts';

interface Shard {
  readonly runId: string;
  readonly shard: number;
  readonly accounts: readonly string[];
}

interface Plan {
  readonly runId: string;
  readonly bucket: string;
  readonly shards: number;
  readonly repairs?: number;
  readonly failures?: Readonly<Record<string, { readonly Error: string }>>;
}

export interface Estate {
  readonly shards: number;
  /** The shards with a write. */
  readonly drifted?: readonly number[];
  /** Errors of steps such as `scan:3` or `gate`, one per call, before the step begins. */
  readonly crashes?: Readonly<Record<string, readonly string[]>>;
  /** Steps that are killed once, after they wrote their object and before they returned. */
  readonly killedAfterWrite?: readonly string[];
  /** Objects that are gone when the machine reads them. */
  readonly lost?: readonly string[];
  readonly deliveries?: Aws['deliveries'];
}

/**
 * The five steps, as small as their contract allows, over S3 in memory. `work` has an entry for each time that a step read or wrote
 * accounts; `invoked` one for each event that it got.
 */
export function fakeSteps({
  shards,
  drifted = [],
  crashes = {},
  killedAfterWrite = [],
  lost = [],
  deliveries,
}: Estate) {
  const objects = new Map<string, string>();
  const crashesLeft = new Map(Object.entries(crashes).map(([step, errors]) => [step, [...errors]]));
  const kills = new Set(killedAfterWrite);
  const invoked: string[] = [];
  const work: string[] = [];
  const inputs = new Map<string, unknown>();
  const reports: unknown[] = [];

  const begin = (step: string, payload: unknown): void => {
    invoked.push(step);
    inputs.set(step, payload);
    const error = crashesLeft.get(step)?.shift();
    if (error !== undefined) throw new Failure(error, `${step} crashed`);
  };
  const put = (key: string, value: unknown): void => {
    if (!lost.includes(key)) objects.set(`bucket/${key}`, JSON.stringify(value));
  };
  /** Writes with If-None-Match: the first writer has done the work. */
  const writeOnce = (step: string, key: string, value: unknown): void => {
    if (objects.has(`bucket/${key}`)) return;
    put(key, value);
    work.push(step);
    if (kills.delete(step)) throw new Failure('Lambda.Unknown', `${step} was killed`);
  };
  const countOf = (prefix: string): number =>
    [...objects.keys()].filter((key) => key.startsWith(`bucket/${prefix}`)).length;

  const plan = async (event: { runId: string; maxConcurrency: string }): Promise<unknown> => {
    const { runId, maxConcurrency } = event;
    begin('plan', event);
    const items = Array.from({ length: shards }, (_, shard): Shard => ({
      runId,
      shard,
      accounts: [`account-${shard}`],
    }));
    put(`runs/${runId}/scan.json`, items);
    return {
      runId,
      bucket: 'bucket',
      scanKey: `runs/${runId}/scan.json`,
      shards,
      maxConcurrency: Number(maxConcurrency),
    };
  };
  const scan = async (item: Shard): Promise<unknown> => {
    begin(`scan:${item.shard}`, item);
    await new Promise(setImmediate);
    writeOnce(`scan:${item.shard}`, `runs/${item.runId}/shards/${item.shard}.json`, item.accounts);
    return { shard: item.shard };
  };
  const gate = async (event: Plan): Promise<unknown> => {
    begin('gate', event);
    const repairKey = `runs/${event.runId}/repair.json`;
    put(
      repairKey,
      drifted.map((shard): Shard => ({ runId: event.runId, shard, accounts: [`account-${shard}`] })),
    );
    return { ...event, repairKey, repairs: drifted.length };
  };
  const repair = async (item: Shard): Promise<unknown> => {
    begin(`repair:${item.shard}`, item);
    writeOnce(`repair:${item.shard}`, `runs/${item.runId}/repairs/${item.shard}.json`, item.accounts);
    return { shard: item.shard };
  };
  const conclude = async (event: Plan): Promise<unknown> => {
    begin('conclude', event);
    const { runId, repairs = 0, failures = {} } = event;
    reports.push({
      notReached: event.shards - countOf(`runs/${runId}/shards/`),
      notRepaired: repairs - countOf(`runs/${runId}/repairs/`),
      failed: Object.keys(failures),
    });
    return { verdict: 'compliant', reported: true };
  };

  const functions: Record<string, (payload: never) => Promise<unknown>> = {
    [ARNS.PlanFunctionArn]: plan,
    [ARNS.ScanFunctionArn]: scan,
    [ARNS.GateFunctionArn]: gate,
    [ARNS.RepairFunctionArn]: repair,
    [ARNS.ConcludeFunctionArn]: conclude,
  };
  const aws = awsOf(functions as Parameters<typeof awsOf>[0], objects, deliveries ? { deliveries } : {});
  return { aws, invoked, work, inputs, reports, objects };
}
