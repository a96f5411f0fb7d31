import { beforeEach, describe, expect, test } from '@jest/globals';
import { useMachine } from './machine.ts';
import { ADMINISTRATOR, member, MEMBERS, PAUSED_MEMBER, POLICY, world } from './organization.ts';

const machine = useMachine();
const paused = Object.fromEntries(MEMBERS.map((_, number) => [number, PAUSED_MEMBER]));
beforeEach(() => machine.reset(world(paused), POLICY));

const inbox = () => machine.sandbox().inbox;

describe('limits.maxActions over the whole run', () => {
  test('more planned repairs than it allows: none is made, and one message says so', async () => {
    const { execution, invoked, output } = await machine.run();
    expect(execution.error).toBeNull();
    expect(invoked).toEqual(['plan', 'scan:0', 'scan:1', 'gate', 'conclude']);
    expect(machine.writes()).toEqual([]);
    expect(output).toMatchObject({ verdict: 'drifted', alerts: 28 });
    expect(inbox()).toHaveLength(1);
    const text = inbox()[0]?.body ?? '';
    expect(text).toContain('28 writes are needed and limits.maxActions is 10, so none is made');
    expect(machine.report().notices.map(({ kind }) => kind)).toEqual(['limit-exceeded']);
    // The same drift in many accounts is one entry.
    expect(text.match(/status is PAUSED/g)).toHaveLength(1);
  });

  test('is judged over all shards, although each of them would be within it', async () => {
    const few = Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 24, 25, 26, 27].map((number) => [number, PAUSED_MEMBER]));
    machine.reset(world(few), POLICY);
    await machine.run();
    expect(machine.writes()).toEqual([]);
  });

  test('raised for one run, all of them are made, by the administrator one after the other', async () => {
    const { execution } = await machine.run({}, { input: { maxActions: 28 } });
    expect(execution.error).toBeNull();
    expect(machine.writes()).toEqual(MEMBERS.map(() => `UpdateMemberSession by ${ADMINISTRATOR} in eu-west-1`));
    expect(machine.report().verdict).toBe('compliant');
    expect(machine.report().notices.map(({ kind }) => kind)).toEqual(['limit-raised']);
  });

  test('a repair that the cool-down holds back does not count', async () => {
    const few = Object.fromEntries(Array.from({ length: 10 }, (_, number) => [number, PAUSED_MEMBER]));
    machine.reset(world(few), POLICY);
    await machine.run();
    expect(machine.writes()).toHaveLength(10);
    for (let number = 0; number < 11; number++) await machine.pause(member(number));
    const before = machine.writes().length;
    await machine.run({}, { name: 'run-2' });
    // The ten that were repaired a moment ago wait, and the eleventh is repaired.
    expect(machine.writes().length - before).toBe(1);
  });

  test('300 planned repairs with maxActions 10', async () => {
    const everywhere = Object.fromEntries(
      MEMBERS.map((_, number) => [number, '{ sessions: { "*": { status: PAUSED } } }']),
    );
    const REGIONS =
      'us-east-1, us-east-2, us-west-1, us-west-2, eu-west-1, eu-west-2, eu-west-3, eu-north-1, eu-central-1, ca-central-1, sa-east-1';
    machine.reset(world(everywhere), POLICY.replace('eu-west-1, us-east-1', REGIONS));
    const { output } = await machine.run();
    expect(machine.writes()).toEqual([]);
    expect(output).toMatchObject({ alerts: 308 });
    // One message, although it has no room for the names of all.
    expect(inbox()).toHaveLength(1);
    const notices = inbox().filter(({ body }) => body.includes('run once with --max-actions 308'));
    expect(notices).toEqual([inbox()[0]]);
    expect(inbox()[0]?.body.split('\n').slice(0, 3)).toEqual([
      'Macie is PAUSED in 11 Regions of 28 accounts, should be ENABLED.',
      expect.stringContaining('the caller is not known'),
      'To do: resume Macie at its Macie administrator by hand: 308 writes are needed and limits.maxActions is 10, so none is made.',
    ]);
    const pending = machine.results.flatMap(({ state }) => state?.drifts ?? []).flatMap((record) => record.pending);
    expect(pending).toEqual([]);
  });
});

test('what the gate has not approved is not written, whoever invokes the repair', async () => {
  await machine.run();
  const item = { runId: 'run-1', shard: 7, accounts: [member(0)] };
  await machine.step('repair', item);
  expect(machine.writes()).toEqual([]);
  const file = JSON.parse(await machine.read('runs/run-1/repairs/7.json'));
  const details = file.assessments.flatMap(({ drifts }: { drifts: { detail: string }[] }) =>
    drifts.map(({ detail }) => detail),
  );
  expect(details).toEqual(['28 writes are needed and limits.maxActions is 10, so none is made']);
});

test('a stack that may only report approves nothing', async () => {
  await machine.run({ deps: { ceiling: 'report' } });
  expect(machine.writes()).toEqual([]);
  expect(machine.report().results.flatMap(({ drifts }) => drifts.map(({ outcome }) => outcome))).toContain('planned');
});

describe('limits.maxMonthlyCost over the whole run', () => {
  const PRICES = 'prices: { default: { bucketMonth: 1, objectsPer100k: 0, perGB: [{ price: 0 }] } }';
  const withBuckets = Object.fromEntries(
    [0, 25].map((number) => [
      number,
      `{ membership: { eu-west-1: Paused }, buckets: { bucket-${number}: { region: eu-west-1, objects: 0 } } }`,
    ]),
  );

  test('is judged over all shards, and one message says so', async () => {
    machine.reset(world(withBuckets), `${POLICY}\n${PRICES}\nlimits: { maxMonthlyCost: 1 }`);
    await machine.run();
    expect(machine.writes()).toEqual([]);
    expect(machine.report().notices).toEqual([
      { kind: 'limit-exceeded', message: expect.stringContaining('up to $2.00 a month') },
    ]);
    expect(machine.report().cost).toMatchObject({ low: 2, high: 2, notEstimated: 0 });
    expect(inbox()[0]?.body).toContain('The plan adds $2.00 a month to the bill of Macie');
  });

  test('raised for one run, all of them are made', async () => {
    machine.reset(world(withBuckets), `${POLICY}\n${PRICES}\nlimits: { maxMonthlyCost: 1 }`);
    const { execution } = await machine.run({}, { input: { maxMonthlyCost: 2 } });
    expect(execution.error).toBeNull();
    expect(machine.writes()).toHaveLength(4);
    expect(machine.report().notices.map(({ kind }) => kind)).toEqual(['limit-raised']);
  });
});
