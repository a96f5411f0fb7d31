import { scanAccounts } from '../scan/scan.ts';
import type { StepDeps } from './deps.ts';
import { parseShardInput } from './events.ts';
import { requirePlan } from './files/read-files.ts';
import { FILE_VERSION, KEYS, type ShardResult } from './files/run-files.ts';
import { accessTo, requestOfShard } from './shards.ts';

/** What the state machine gets to know of a shard. The rest is in S3. */
export interface ShardOutput {
  readonly shard: number;
}

/** Reads the accounts of one shard, as far as the time of the step reaches. A shard whose object exists is not read again. */
export async function scanShard(event: unknown, deps: StepDeps): Promise<ShardOutput> {
  const { runId, shard } = parseShardInput(event);
  const { runObjects, deadline } = deps;
  const key = KEYS.shard(runId, shard);
  if (await runObjects.exists(key)) return { shard };
  const plan = await requirePlan(runId, runObjects);
  const planned = plan.accounts.filter((account) => account.shard === shard);
  const startedAt = deps.now().toISOString();
  const accounts = await accessTo(planned, plan, deps);
  const scans = await scanAccounts({ request: requestOfShard(plan), startedAt, accounts, deadline }, deps);
  const result: ShardResult = { v: FILE_VERSION, runId, shard, startedAt, isLate: deadline.aborted, scans };
  await runObjects.writeOnce(key, JSON.stringify(result));
  return { shard };
}
