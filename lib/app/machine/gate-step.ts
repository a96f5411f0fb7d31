import type { SkippedSetting, Plan } from '../../core/compliance/plan.ts';
import { guardRun } from '../enforce/guard-run.ts';
import { loadStates } from '../run/stored-states.ts';
import type { StepDeps } from './deps.ts';
import { parseRunInput, type RunInput } from './events.ts';
import { joinShards, planJoined } from './join.ts';
import { requireGate, requirePlan } from './files/read-files.ts';
import {
  FILE_VERSION,
  KEYS,
  type ApprovedWrite,
  type GateResult,
  type RunPlan,
  type ShardItem,
} from './files/run-files.ts';

/** The input, and where the shards to repair are. */
export type GateOutput = RunInput & {
  readonly repairKey: string;
  /** How many of them there are. */
  readonly repairs: number;
};

const ACCOUNTS_PER_REPAIR = 25;

/** Judges the planned writes of the whole run by the guard rails. A second attempt finds the decision of the first. */
export async function gateRepairs(event: unknown, deps: StepDeps): Promise<GateOutput> {
  const input = parseRunInput(event);
  const { runId } = input;
  const { runObjects } = deps;
  if (!(await runObjects.exists(KEYS.gate(runId)))) {
    const decided = await decide(await requirePlan(runId, runObjects), deps);
    await runObjects.writeOnce(KEYS.gate(runId), JSON.stringify(decided));
  }
  const items = repairItems(await requireGate(runId, runObjects));
  await runObjects.writeOnce(KEYS.repair(runId), JSON.stringify(items));
  return { ...input, repairKey: KEYS.repair(runId), repairs: items.length };
}

async function decide(plan: RunPlan, deps: StepDeps): Promise<GateResult> {
  const planned = planJoined(await joinShards(plan, deps));
  const writes = plan.request.ceiling === 'enforce' ? planned.plan.writes : [];
  const accounts = [...new Set(writes.map(({ target }) => target.accountId))];
  const stored = await loadStates(accounts, await deps.openOrganizationStore());
  const { plan: guarded, ...facts } = guardRun({ ...planned, request: plan.request }, { stored, now: deps.now() });
  const { runId } = plan;
  const skipped = skippedSettings(planned.plan, guarded);
  return { v: FILE_VERSION, runId, approved: approvedWrites(guarded), skipped, ...facts };
}

function approvedWrites({ writes }: Plan): readonly ApprovedWrite[] {
  return writes.flatMap(({ target, settings, write: { at } }) =>
    settings.map((setting) => ({ ...target, setting, writer: at ?? target.accountId })),
  );
}

/** The repairs that a guard rail has taken out of a plan. Both have the same assessments in the same order. */
function skippedSettings(before: Plan, after: Plan): readonly SkippedSetting[] {
  return before.assessments.flatMap(({ target, drifts }, index) => {
    const now = new Map(after.assessments[index]?.drifts.map((drift) => [drift.setting, drift]));
    return drifts.flatMap(({ setting, outcome }) => {
      const found = now.get(setting);
      const isSkipped = outcome === 'planned' && found?.outcome === 'skipped';
      return isSkipped ? [{ ...target, setting, detail: found.detail ?? '' }] : [];
    });
  });
}

/**
 * The accounts with a write, in shards. Those for which an administrator writes are one shard: two functions at the same time
 * would exceed the pace at which one administrator may write.
 */
export function repairItems({ runId, approved }: GateResult): readonly ShardItem[] {
  const byAccount = Map.groupBy(approved, ({ accountId }) => accountId);
  // What an administrator writes to itself comes before what it writes to its members.
  const leads = new Set(approved.filter(({ accountId, writer }) => writer !== accountId).map(({ writer }) => writer));
  const isLed = (accountId: string): boolean =>
    leads.has(accountId) || byAccount.get(accountId)?.some(({ writer }) => writer !== accountId) === true;
  const led = [...byAccount.keys()].filter(isLed);
  const others = [...byAccount.keys()].filter((accountId) => !isLed(accountId));
  const chunks = others.flatMap((_, at) =>
    at % ACCOUNTS_PER_REPAIR === 0 ? [others.slice(at, at + ACCOUNTS_PER_REPAIR)] : [],
  );
  const shards = led.length === 0 ? chunks : [led, ...chunks];
  return shards.map((accounts, shard) => ({ runId, shard, accounts: accounts.toSorted() }));
}
