import { beforeEach, expect, test } from '@jest/globals';
import { BatchUpdateAutomatedDiscoveryAccountsCommand } from '@aws-sdk/client-macie2';
import { clientsOf } from '../../sandbox/values.ts';
import { useMachine } from './machine.ts';
import { ADMINISTRATOR, member, MEMBERS, POLICY, world } from './organization.ts';

// Who paused the members, from the trail of their administrator: CloudTrail answers two lookups a second there.
const machine = useMachine();
beforeEach(async () => {
  machine.reset(world(), POLICY);
  for (const id of MEMBERS) await machine.pause(id);
});

const lookups = () =>
  machine
    .sandbox()
    .calls.filter(({ operation, accountId }) => operation === 'LookupEvents' && accountId === ADMINISTRATOR);
const alerts = () => machine.results.at(-1)?.alerts ?? [];
const named = () => alerts().filter((alert) => alert.subject === 'drift' && alert.call?.name === 'UpdateMemberSession');

test('is asked once for all members that nobody repairs', async () => {
  await machine.run({ deps: { ceiling: 'report' } });
  expect(alerts()).toHaveLength(MEMBERS.length);
  expect(named()).toHaveLength(MEMBERS.length);
  expect(lookups()).toHaveLength(1);
});

test('is not asked when the time for all trails is over, and the alerts are sent without a caller', async () => {
  await machine.run({ deps: { ceiling: 'report', trailsMs: 0 } });
  expect(alerts()).toHaveLength(MEMBERS.length);
  expect(named()).toEqual([]);
  expect(machine.sandbox().calls.filter(({ operation }) => operation === 'LookupEvents')).toEqual([]);
});

test('is asked once for all members that one shard repairs', async () => {
  await machine.run({}, { input: { maxActions: 28 } });
  expect(alerts().map(({ kind }) => kind)).toEqual(MEMBERS.map(() => 'repaired'));
  expect(named()).toHaveLength(MEMBERS.length);
  // A page for each name of a call, and none for each member.
  expect(lookups().length).toBeLessThanOrEqual(2);
});

test('shows who turned off the automated discovery of several members by one call', async () => {
  const [two, key] = [[member(1), member(2)], '  automatedDiscovery:'];
  machine.reset(
    world().replace('  accounts:', `${key} { status: ENABLED, autoEnableOrganizationMembers: ALL }\n  accounts:`),
    POLICY.replace('{ status: ENABLED }', '{ automatedDiscoveryOfMembers: ENABLED }'),
  );
  const { macie } = clientsOf(machine.sandbox(), { account: ADMINISTRATOR, region: 'eu-west-1' });
  const accounts = two.map((accountId) => ({ accountId, status: 'DISABLED' as const }));
  await macie.send(new BatchUpdateAutomatedDiscoveryAccountsCommand({ accounts }));
  await machine.run({ deps: { ceiling: 'report' } });
  const called = alerts().filter((alert) => alert.subject === 'drift' && alert.call?.name.startsWith('BatchUpdate'));
  expect(called.map(({ accountId }) => accountId)).toEqual(two);
  expect(lookups()).toHaveLength(1);
});
