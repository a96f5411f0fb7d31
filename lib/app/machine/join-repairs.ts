import pMap from 'p-map';
import type { Assessment } from '../../core/compliance/assess.ts';
import { skipWrites, skipAllWrites, type Plan } from '../../core/compliance/plan.ts';
import type { Notice } from '../../core/compliance/report.ts';
import { NOT_COOLING, type Cooling } from '../../core/guard-rails/cool-down.ts';
import type { CostSum } from '../../core/cost/model.ts';
import type { LimitedRepair } from '../../core/guard-rails/repair-limit.ts';
import type { Failure } from '../../core/observation.ts';
import { targetKey } from '../../core/target.ts';
import type { Planned } from '../scan/plan-run.ts';
import type { StepDeps } from './deps.ts';
import type { ConcludeInput } from './events.ts';
import { repairItems } from './gate-step.ts';
import { planJoined, unreadAccounts, type JoinedRun, type ReadAccount } from './join.ts';
import { readFile, type FileReading } from './files/read-files.ts';
import { KEYS, type GateResult, type RepairResult, type ShardItem } from './files/run-files.ts';
import { isGate, isRepair } from './files/schema.ts';

/** A whole run: the plan, what was read, and what came of the repairs. */
export interface ConcludedRun extends Pick<JoinedRun, 'plan' | 'accounts'> {
  readonly planned: Planned;
  readonly assessments: readonly Assessment[];
  readonly notices: readonly Notice[];
  /** How many writes `limits.maxActions` was asked about. */
  readonly needed: number;
  /** What they add to the bill. */
  readonly neededCost: CostSum | null;
  readonly limited: readonly LimitedRepair[];
  readonly cooling: Cooling;
  /** The accounts whose state is up to date: the step that repaired them has reconciled it. */
  readonly reconciled: ReadonlySet<string>;
  /** The accounts that were to be repaired, and of whose repairs nothing is known. */
  readonly lostAccounts: ReadonlySet<string>;
}

/** Joins what was read with the results of the repairs. */
export async function joinRepairs(
  joined: JoinedRun,
  failures: NonNullable<ConcludeInput['failures']>,
  deps: StepDeps,
): Promise<ConcludedRun> {
  const { plan, isLate } = joined;
  const gate = await readFile(KEYS.gate(plan.runId), isGate, deps.runObjects);
  const items = gate.kind === 'found' ? repairItems(gate.file) : [];
  const shards = await pMap(items, (item) => readRepairs(item, joined, deps), { concurrency: 16 });
  const accounts = new Map([...joined.accounts, ...shards.flatMap((shard) => shard.accounts)]);
  const planned = planJoined({ plan, accounts, isLate });
  const before = afterGate(planned, gate);
  const repaired = new Map(shards.flatMap(({ assessments }) => assessments.map((one) => [targetKey(one.target), one])));
  const lost = new Map(shards.flatMap(({ lost }) => lost));
  return {
    plan,
    accounts,
    planned,
    assessments: before.assessments.map((assessment) => {
      const found = repaired.get(targetKey(assessment.target));
      if (found) return { ...found, policy: assessment.policy };
      const failure = lost.get(assessment.target.accountId);
      return failure ? withoutResult(assessment, failure) : assessment;
    }),
    notices: [...lostNotices(joined), ...failureNotices(failures)],
    needed: gate.kind === 'found' ? gate.file.needed : 0,
    neededCost: gate.kind === 'found' ? (gate.file.neededCost ?? null) : null,
    limited: gate.kind === 'found' ? gate.file.limited : [],
    cooling: gate.kind === 'found' ? gate.file.cooling : NOT_COOLING,
    reconciled: new Set(shards.flatMap((shard) => shard.reconciled)),
    lostAccounts: new Set(lost.keys()),
  };
}

/** The repairs of one shard. `lost`: why nothing is known of those of an account. */
interface RepairedShard extends Pick<RepairResult, 'assessments'> {
  readonly accounts: readonly (readonly [string, ReadAccount])[];
  readonly reconciled: readonly string[];
  readonly lost: readonly (readonly [string, Failure])[];
}

async function readRepairs(
  { runId, shard, accounts }: ShardItem,
  { plan }: JoinedRun,
  deps: StepDeps,
): Promise<RepairedShard> {
  const reading = await readFile(KEYS.repairs(runId, shard), isRepair, deps.runObjects);
  switch (reading.kind) {
    case 'found': {
      const { scans, assessments } = reading.file;
      const read = scans.map((scan) => [scan.account.accountId, { scan, startedAt: plan.startedAt }] as const);
      return { accounts: read, assessments, reconciled: accounts, lost: [] };
    }
    case 'unusable': {
      // Whatever wrote it has repaired and reconciled these accounts: what was read before is no longer true.
      const planned = plan.accounts.filter(({ account }) => accounts.includes(account.accountId));
      const detail = `what came of its repair (shard ${shard}) cannot be used: ${reading.why}`;
      const unread = await unreadAccounts(planned, { plan, failure: { reason: 'not-reached', detail } }, deps);
      return { accounts: [...unread], assessments: [], reconciled: accounts, lost: [] };
    }
    case 'missing': {
      const detail = `the repair (shard ${shard}) ended without a result, so nobody knows what came of it: the next run reads it again`;
      const failure = { reason: 'not-reached', detail } as const;
      return { accounts: [], assessments: [], reconciled: [], lost: accounts.map((id) => [id, failure]) };
    }
  }
}

/** The plan as the gate has left it. Without a gate nothing was repaired. */
function afterGate({ request, plan }: Planned, gate: FileReading<GateResult>): Plan {
  if (gate.kind === 'found') return skipWrites(plan, gate.file.skipped);
  if (request.ceiling === 'report') return plan;
  return skipAllWrites(plan, 'the limits of the run could not be checked, so nothing was repaired');
}

function withoutResult(assessment: Assessment, failure: Failure): Assessment {
  const drifts = assessment.drifts.map((drift) =>
    drift.outcome === 'planned' ? { ...drift, outcome: 'failed' as const, failure } : drift,
  );
  return { ...assessment, drifts };
}

function lostNotices({ unread, plan }: JoinedRun): readonly Notice[] {
  if (unread.length === 0) return [];
  const message = `${unread.length} of ${plan.accounts.length} accounts were not reached, because their part of the run has no result: see the execution of the state machine`;
  return [{ kind: 'not-reached', message }];
}

/** What the failure of a Map state or of the gate has cost. */
const COST: Readonly<Record<string, string>> = {
  scan: 'accounts were not reached and nothing was repaired',
  gate: 'nothing was repaired',
  repair: 'repairs have no result',
};

function failureNotices(failures: NonNullable<ConcludeInput['failures']>): readonly Notice[] {
  return Object.entries(failures).map(([state, { Error: error }]) => ({
    kind: 'not-reached',
    message: `the state ${state} of the state machine failed (${error}), so ${COST[state] ?? 'the run is incomplete'}: see its execution`,
  }));
}
