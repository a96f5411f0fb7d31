import { beforeEach, describe, expect, test } from '@jest/globals';
import { useMachine } from './machine.ts';
import { ADMINISTRATOR, MANAGEMENT, member, PAUSED_MEMBER, POLICY, world } from './organization.ts';

const machine = useMachine();
beforeEach(() => machine.reset(world(), POLICY));

const NO_ROLE = '{ sessions: { "*": {} }, roles: { "*": null } }';

describe('a shard', () => {
  test('whose time is over after some accounts keeps what it has read of them', async () => {
    await machine.step('plan', { runId: 'run-1', maxConcurrency: '10', request: {} });
    const deadline = new AbortController();
    let begun = 0;
    const first = machine.deps();
    const forAccount: typeof first.forAccount = (id, roles) => {
      const access = first.forAccount(id, roles);
      return {
        ...access,
        read: async (order) => {
          if (++begun === 12) deadline.abort();
          return access.read(order);
        },
      };
    };
    const limits = { ...first.limits, parallelAccounts: 2 };
    const late = { deadline: deadline.signal, forAccount, limits };
    await machine.step('scan', { runId: 'run-1', shard: 0, accounts: [] }, { deps: late });
    await machine.run();
    const { results, notices } = machine.report();
    const details = new Set(results.flatMap(({ detail }) => detail ?? []));
    expect(details).toContain('the time of the run was over before this account was read');
    expect(results.some(({ verdict, accountId }) => verdict === 'compliant' && accountId === member(0))).toBe(true);
    expect(notices.map(({ kind }) => kind)).toContain('deadline');
  });
});

test('a role that is missing in 3 of 30 accounts is told once', async () => {
  machine.reset(
    world({ 1: NO_ROLE, 2: NO_ROLE, 25: NO_ROLE }),
    POLICY.replace('status: ENABLED', 'status: ENABLED, findingPublishingFrequency: SIX_HOURS'),
  );
  const { output } = await machine.run();
  expect(output).toMatchObject({ verdict: 'unknown', summary: { unknown: 6 } });
  const [message, ...others] = machine.sandbox().inbox;
  expect(others).toEqual([]);
  expect(message?.body).toContain(
    `eu-west-1, us-east-1 of account-${member(1)} (${member(1)}), account-${member(2)} (${member(2)}), account-${member(25)} (${member(25)}): the session: assume-role-denied`,
  );
});

test('a paused member whose role is missing is reported, though nobody can look up who it was', async () => {
  machine.reset(
    world({ 3: '{ sessions: { "*": {}, eu-west-1: { status: PAUSED } }, roles: { "*": null } }' }),
    POLICY.replace('remediation: enforce\n', ''),
  );
  const { execution } = await machine.run();
  expect(execution.error).toBeNull();
  expect(machine.sandbox().inbox.map(({ subject }) => subject)).toEqual([expect.stringContaining(`(${member(3)})`)]);
});

describe('a run of the status', () => {
  test('is one shard, and asks the administrator alone', async () => {
    machine.reset(world({ 3: PAUSED_MEMBER }), POLICY.replace('remediation: enforce\n', ''));
    const { invoked, output } = await machine.run({}, { input: { depth: 'status' } });
    expect(invoked).toEqual(['plan', 'scan:0', 'gate', 'conclude']);
    expect(output).toMatchObject({ verdict: 'drifted', summary: { drifted: 1, compliant: 59 } });
    const accounts = machine.sandbox().calls.filter(({ service }) => service === 'macie2');
    expect(new Set(accounts.map(({ accountId }) => accountId))).toEqual(new Set([ADMINISTRATOR]));
    expect(machine.report().scope).toMatchObject({ kind: 'partial', settings: ['status'] });
  });
});

test('a run that is narrowed to some accounts says so', async () => {
  const accounts = [member(0), member(27), MANAGEMENT];
  const { output } = await machine.run({}, { input: { accounts } });
  expect(output).toMatchObject({ summary: { targets: 6 } });
  expect(machine.report().scope).toMatchObject({ kind: 'partial', accounts: accounts.toSorted(), ofTargets: 60 });
});

test('a policy that has changed is one alert for the organization', async () => {
  await machine.run();
  const policy = `${POLICY}notify: drift\n`;
  machine.policy(policy);
  await machine.run({}, { name: 'run-2' });
  expect(machine.results.at(-1)?.alerts?.map(({ kind, accountId }) => [kind, accountId])).toEqual([
    ['policy-changed', ADMINISTRATOR],
  ]);
  await machine.run({}, { name: 'run-3' });
  expect(machine.results.at(-1)?.alerts).toEqual([]);
});

test('accounts that are compliant and have nothing open cost no load and no lease', async () => {
  await machine.run();
  const before = machine.sandbox().calls.length;
  await machine.run({}, { name: 'run-2' });
  const calls = machine
    .sandbox()
    .calls.slice(before)
    .filter(({ service }) => service === 'dynamodb');
  const names = calls.map(({ operation }) => operation);
  // The sparse index for the plan and for the conclusion, the state of the account of the stack, the record of the run with its scan
  // record, and the records of the day, by which the archive sees whether it has this picture: two Queries.
  expect(names.toSorted()).toEqual(['BatchGetItem', 'BatchWriteItem', ...Array.from({ length: 5 }, () => 'Query')]);
});
