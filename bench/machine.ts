import { KEYS } from '../lib/app/machine/files/run-files.ts';
import { MACIE_REGIONS } from '../lib/core/regions.ts';
import { repairItems } from '../lib/app/machine/gate-step.ts';
import { monthlyDollars, runCost, type RunCost } from './machine-cost.ts';
import { steppedMachine, type MeasuredStep, type SteppedMachine } from './machine-run.ts';
import type { Measurement } from './measure.ts';
import { LATENCY_MS } from './scan.ts';

/** 150,000 targets. */
const MANY = Math.ceil(150_000 / MACIE_REGIONS.length);
const DRIFTED = 100;
const STATE_LIMIT_KB = 256;
/** The time-out of a step. */
const STEP_LIMIT_S = 900;

/** The steps of the state machine that see all accounts, over 150,000 targets of which 100 are paused, in a first run. */
async function benchSteps(): Promise<readonly Measurement[]> {
  const machine = await steppedMachine(MANY, 0);
  try {
    const runId = 'run-1';
    const request = { runId, maxConcurrency: '10', request: {} };
    const plan = await machine.step('plan', request);
    machine.writeShards(machine.plan(runId), DRIFTED);
    const gate = await machine.step('gate', Object(plan.output));
    const conclude = await machine.step('conclude', Object(gate.output));
    const status = await machine.step('plan', { ...request, runId: 'run-2', request: { depth: 'status' } });
    const items = [...machine.items(KEYS.scan(runId)), ...machine.items(KEYS.scan('run-2')), ...ledAccounts(machine)];
    const bytes = [
      ...[plan, gate, conclude, status].flatMap(({ inputBytes, outputBytes }) => [inputBytes, outputBytes]),
      ...items.map((item) => JSON.stringify(item).length),
    ];
    return [
      { name: '150,000 targets, 100 of them drifted: plan', ...measured(plan) },
      { name: '150,000 targets, 100 of them drifted: gate', ...measured(gate) },
      { name: '150,000 targets, 100 of them drifted: conclude', ...measured(conclude) },
      {
        name: 'the largest input or output of a state',
        value: Math.max(...bytes) / 1024,
        unit: 'KB',
        limit: STATE_LIMIT_KB,
        note: `the one shard of a run by status alone; of a full run ${Math.max(...[plan, gate, conclude].map(({ outputBytes }) => outputBytes))} bytes`,
      },
    ];
  } finally {
    machine.stop();
  }
}

/** The last step of a first run in which every account has a new drift: there is no time to ask each trail. */
async function benchNewDrifts(): Promise<Measurement> {
  const accounts = 5000;
  const machine = await steppedMachine(accounts, 0);
  try {
    const plan = await machine.step('plan', { runId: 'run-1', maxConcurrency: '10', request: {} });
    machine.writeShards(machine.plan('run-1'), accounts);
    const gate = await machine.step('gate', Object(plan.output));
    const conclude = await machine.step('conclude', Object(gate.output));
    return {
      name: '5,000 accounts, each with a new drift: conclude',
      ...measured(conclude),
      limit: STEP_LIMIT_S,
      note: `${conclude.megabytes} MB at most, ${Object(conclude.output).alerts} alerts sent`,
    };
  } finally {
    machine.stop();
  }
}

/** The shard of repairs that one administrator makes, if every account needs one. */
function ledAccounts(machine: SteppedMachine) {
  const { runId, accounts } = machine.plan('run-1');
  const approved = accounts.map(({ account: { accountId } }) => ({
    accountId,
    region: 'eu-west-1',
    setting: 'status',
    writer: 'administrator',
  }));
  return repairItems({
    v: 1,
    runId,
    approved,
    needed: 0,
    skipped: [],
    limited: [],
    cooling: { targets: [], until: null },
  });
}

function measured({ seconds, megabytes, inputBytes, outputBytes }: MeasuredStep) {
  const note = `${megabytes} MB at most, input ${inputBytes} bytes, output ${outputBytes} bytes`;
  return { value: seconds, unit: 's' as const, note };
}

/**
 * A run of the machine in which nothing has changed since the run before. Each step is measured as a process, one shard stands for all,
 * and the time of a run follows from the number of shards at the same time: no run of minutes is waited for.
 */
async function quietRun(accounts: number): Promise<(concurrency: number) => RunCost> {
  const machine = await steppedMachine(accounts, LATENCY_MS);
  try {
    const runOnce = async (runId: string) => {
      const plan = await machine.step('plan', { runId, maxConcurrency: '10', request: {} });
      const items = machine.items(KEYS.scan(runId));
      const scan = await machine.step('scan', { ...items[1] });
      machine.writeShards(machine.plan(runId), 0);
      const gate = await machine.step('gate', Object(plan.output));
      return { plan, scan, gate, conclude: await machine.step('conclude', Object(gate.output)), shards: items.length };
    };
    await runOnce('run-1');
    const steps = await runOnce('run-2');
    return (concurrency) => runCost(steps, concurrency);
  } finally {
    machine.stop();
  }
}

function costOf({ seconds, gigabyteSeconds, transitions, requests, dollars }: RunCost) {
  const { puts, gets, writeUnits, readUnits } = requests;
  const note = [
    `${gigabyteSeconds.toFixed(0)} GB-s of Lambda`,
    `${transitions} transitions`,
    `${puts} PUT and ${gets} GET of S3`,
    `${writeUnits} write and ${readUnits} read units of DynamoDB`,
    `$${monthlyDollars(dollars).toFixed(2)} a month, hourly`,
  ].join(', ');
  return { value: seconds, unit: 's' as const, note };
}

export async function benchMachine(): Promise<readonly Measurement[]> {
  const steps = await benchSteps();
  const news = await benchNewDrifts();
  const large = await quietRun(5000);
  const small = (await quietRun(500))(10);
  return [
    ...steps,
    news,
    { name: 'a run of the machine over 5,000 accounts, 10 shards at a time', ...costOf(large(10)) },
    { name: 'a run of the machine over 5,000 accounts, 40 shards at a time', ...costOf(large(40)) },
    { name: 'a run of the machine over 500 accounts, 10 shards at a time', ...costOf(small) },
    {
      name: 'the machine over 500 accounts every hour',
      value: monthlyDollars(small.dollars),
      unit: '$ a month',
      limit: 2,
      note: 'without alarms and key',
    },
  ];
}
