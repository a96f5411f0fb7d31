import pMap from 'p-map';
import type { Failure } from '../../core/observation.ts';
import type { AccountScan } from '../scan/scan-result.ts';
import { accountUnread } from '../scan/scan-account.ts';
import { assembleScan, LATE } from '../scan/scan-scope.ts';
import { planRun } from '../scan/plan-run.ts';
import type { Planned } from '../scan/plan-run.ts';
import type { StepDeps } from './deps.ts';
import { readFile, type FileReading } from './files/read-files.ts';
import { KEYS, type PlannedAccount, type RunPlan, type ShardResult } from './files/run-files.ts';
import { isShard } from './files/schema.ts';
import { accessTo, requestOfShard } from './shards.ts';

/** What was read of one account, and when that began. */
export interface ReadAccount {
  readonly scan: AccountScan;
  readonly startedAt: string;
}

/** The plan of a run joined with the results of its shards: every account of the plan is there. */
export interface JoinedRun {
  readonly plan: RunPlan;
  /** By account id. */
  readonly accounts: ReadonlyMap<string, ReadAccount>;
  readonly isLate: boolean;
  /** The accounts of shards without a result. */
  readonly unread: readonly string[];
}

const PARALLEL_READS = 16;

/** Reads the results of shards: all of them, or those of some accounts. */
export async function joinShards(
  plan: RunPlan,
  deps: StepDeps,
  only: ReadonlySet<string> | null = null,
): Promise<JoinedRun> {
  const planned = plan.accounts.filter(({ account }) => only?.has(account.accountId) ?? true);
  const shards = [...Map.groupBy(planned, ({ shard }) => shard)];
  const joined = await pMap(shards, ([shard, own]) => joinShard(own, { shard, plan }, deps), {
    concurrency: PARALLEL_READS,
  });
  return {
    plan,
    accounts: new Map(joined.flatMap(({ accounts }) => accounts)),
    isLate: joined.some(({ isLate }) => isLate),
    unread: joined.flatMap(({ unread }) => unread),
  };
}

interface JoinedShard extends Pick<JoinedRun, 'isLate' | 'unread'> {
  readonly accounts: readonly (readonly [string, ReadAccount])[];
}

/** An account that has no result was not reached: nothing follows from its absence. */
async function joinShard(
  planned: readonly PlannedAccount[],
  { shard, plan }: { readonly shard: number; readonly plan: RunPlan },
  deps: StepDeps,
): Promise<JoinedShard> {
  const reading = await readFile(KEYS.shard(plan.runId, shard), isShard, deps.runObjects);
  const read = reading.kind === 'found' ? readAccounts(reading.file) : new Map<string, ReadAccount>();
  const missing = planned.filter(({ account }) => !read.has(account.accountId));
  const unread = await unreadAccounts(missing, { plan, failure: whyUnread(reading, shard) }, deps);
  const own = planned.flatMap(({ account: { accountId } }) => {
    const found = read.get(accountId) ?? unread.get(accountId);
    return found ? [[accountId, found] as const] : [];
  });
  return {
    accounts: own,
    isLate: reading.kind === 'found' && reading.file.isLate,
    unread: missing.map(({ account }) => account.accountId),
  };
}

function readAccounts({ scans, startedAt }: ShardResult): Map<string, ReadAccount> {
  return new Map(scans.map((scan) => [scan.account.accountId, { scan, startedAt }]));
}

function whyUnread(reading: FileReading<ShardResult>, shard: number): Failure {
  const detail =
    reading.kind === 'unusable'
      ? `its part of the run (shard ${shard}) has no result that can be used: ${reading.why}`
      : `its part of the run (shard ${shard}) ended without a result: see the execution of the state machine`;
  return { reason: 'not-reached', detail };
}

/** Accounts of which nothing is known, and why. */
export async function unreadAccounts(
  planned: readonly PlannedAccount[],
  { plan, failure }: { readonly plan: RunPlan; readonly failure: Failure },
  deps: StepDeps,
): Promise<ReadonlyMap<string, ReadAccount>> {
  const order = { request: requestOfShard(plan), startedAt: plan.startedAt, signal: deps.deadline, cancel: undefined };
  const accounts = planned.length === 0 ? [] : await accessTo(planned, plan, deps);
  const scans = await Promise.all(
    accounts.map(async ({ account, ...rest }) => {
      if (account === null) return [];
      const { notApplicable } = rest;
      const observation =
        notApplicable === null
          ? { kind: 'unknown' as const, ...failure }
          : { kind: 'not-applicable' as const, detail: notApplicable };
      return [await accountUnread({ ...order, account: { ...rest, account } }, observation, deps)];
    }),
  );
  return new Map(scans.flat().map((scan) => [scan.account.accountId, { scan, startedAt: plan.startedAt }]));
}

/** The accounts of a run as one scan, and the writes that follow from it. Pure. */
export function planJoined({ plan, accounts, isLate }: Pick<JoinedRun, 'plan' | 'accounts' | 'isLate'>): Planned {
  const { runId, startedAt, leftOutAccounts } = plan;
  const request = requestOfShard(plan);
  const scans = [...accounts.values()].map(({ scan }) => scan);
  const assembled = assembleScan(scans, { request, runId, startedAt, leftOutAccounts });
  const scan = isLate ? { ...assembled, notices: [...assembled.notices, LATE] } : assembled;
  return { request, scan, plan: planRun(scan, request) };
}
