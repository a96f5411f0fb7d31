import { parseCheckEvent } from '../check/check-event.ts';
import { SECOND_MS } from '../../core/time.ts';
import { requestOf } from '../check/request.ts';
import { withDeparted } from '../organization/departed-accounts.ts';
import { accountsInScope, type AccountInScope } from '../organization/account-scope.ts';
import type { RunRequest } from '../run/request.ts';
import { timeLimit, withinLimit } from '../scan/time-limit.ts';
import { unknownScopedAccount } from '../../targets/accounts.ts';
import type { StepDeps } from './deps.ts';
import { parsePlanInput, type PlanInput } from './events.ts';
import { requirePlan } from './files/read-files.ts';
import { FILE_VERSION, KEYS, type PlannedAccount, type RunPlan, type ShardItem } from './files/run-files.ts';

/** What the state machine gets to know of a plan. The rest is in S3. */
export interface PlanOutput {
  readonly runId: string;
  readonly bucket: string;
  readonly scanKey: string;
  readonly shards: number;
  readonly maxConcurrency: number;
}

/** 25 accounts with 22 Regions each are read well within the time of a function. */
const ACCOUNTS_PER_SHARD = 25;

/** Lists every account of the run, before the first of them is read. A second attempt finds the plan of the first. */
export async function planRunOfOrganization(event: unknown, deps: StepDeps): Promise<PlanOutput> {
  const { concurrency, ...input } = parsePlanInput(event);
  const { runId } = input;
  const { bucket, runObjects } = deps;
  if (!(await runObjects.exists(KEYS.plan(runId)))) {
    const made = await makePlan(input, deps);
    await runObjects.writeOnce(KEYS.plan(runId), JSON.stringify(made));
  }
  const plan = await requirePlan(runId, runObjects);
  const items = shardItems(plan);
  await runObjects.writeOnce(KEYS.scan(runId), JSON.stringify(items));
  return { runId, bucket, scanKey: KEYS.scan(runId), shards: items.length, maxConcurrency: concurrency };
}

async function makePlan({ runId, request: event }: PlanInput, deps: StepDeps): Promise<RunPlan> {
  const startedAt = deps.now().toISOString();
  const { digest = false, ...asked } = parseCheckEvent(event);
  const policy = await deps.loadPolicy();
  const request = requestOf(asked, policy, deps.ceiling);
  const listed = await accountsInScope(request, deps, deps.deadline);
  const { accounts, leftOutAccounts } = await withDeparted(
    listed,
    { request, openStore: deps.openOrganizationStore },
    deps,
  );
  const planned = await Promise.all(
    accounts.map((account, index) => plannedAccount(account, { index, request, deps })),
  );
  const unitNames = await namesOfUnits(planned, deps);
  return { v: FILE_VERSION, runId, startedAt, request, digest, accounts: planned, leftOutAccounts, unitNames };
}

/** Each unit is a call, and AWS Organizations throttles at few calls a second: what is not named by then has its id. */
const NAMES_MS = 10 * SECOND_MS;

async function namesOfUnits(
  planned: readonly PlannedAccount[],
  { unitNames, deadline }: StepDeps,
): Promise<Readonly<Record<string, string>>> {
  const units = new Set(planned.flatMap(({ account }) => account.organizationalUnits));
  // A call that AWS throttles is repeated for longer than its signal lasts.
  const names = await withinLimit<ReadonlyMap<string, string>>(timeLimit(NAMES_MS + SECOND_MS, deadline), {
    work: () => unitNames([...units], timeLimit(NAMES_MS, deadline)),
    late: () => new Map(),
  });
  return Object.fromEntries(names);
}

async function plannedAccount(
  { account, access, notApplicable }: AccountInScope,
  { index, request, deps }: { index: number; request: RunRequest; deps: StepDeps },
): Promise<PlannedAccount> {
  const known = account ?? unknownScopedAccount((await access.identify(deps.deadline)).accountId);
  // The list of an administrator shows the status of all accounts at once.
  const shard = request.depth === 'status' ? 0 : Math.floor(index / ACCOUNTS_PER_SHARD);
  return { account: known, notApplicable, shard };
}

export function shardItems({ runId, accounts }: RunPlan): readonly ShardItem[] {
  return [...Map.groupBy(accounts, ({ shard }) => shard)].map(([shard, planned]) => ({
    runId,
    shard,
    accounts: planned.map(({ account }) => account.accountId),
  }));
}
