import { expect, test } from '@jest/globals';
import { Accounts } from '../../../../sandbox/worlds/organization/accounts.ts';
import { generatedWorld } from '../../../../sandbox/worlds/organization/generated-world.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';

function describeAll(accounts: Accounts) {
  return Array.from({ length: accounts.count }, (_, index) => {
    const id = accounts.idAt(index);
    return { id, ...accounts.member(id), ...accounts.get(id) };
  });
}

const of = (seed: number, accounts = 200) => describeAll(new Accounts(generatedWorld({ accounts, seed })));

test('the same seed gives the same accounts, another seed others', () => {
  const first = of(1);
  expect(JSON.stringify(of(1))).toBe(JSON.stringify(first));
  expect(JSON.stringify(of(2))).not.toBe(JSON.stringify(first));
  expect(first).toHaveLength(200);
  expect(new Set(first.map(({ id }) => id)).size).toBe(200);
  expect(new Set(first.map(({ email }) => email)).size).toBe(200);
});

test.each([1, 2, 3, 77])('seed %i has one account of each odd kind', (seed) => {
  const accounts = of(seed);
  const oddStates = accounts.map(({ state }) => state).filter((state) => state !== 'ACTIVE');
  expect(oddStates.toSorted()).toEqual(['CLOSED', 'PENDING_CLOSURE', 'SUSPENDED']);
  expect(accounts.filter(({ roles }) => roles !== undefined)).toHaveLength(1);
  expect(accounts.filter(({ membership }) => membership !== undefined)).toHaveLength(7);
});

test('accounts are in every OU, and some have enabled opt-in Regions', () => {
  const units = new Set(of(1).map(({ organizationalUnit = 'the root' }) => organizationalUnit));
  expect([...units].toSorted()).toEqual([
    'ou-ab12-prod0001',
    'ou-ab12-sandbox1',
    'ou-ab12-stage001',
    'ou-ab12-workload',
    'the root',
  ]);
  expect(new Set(of(1).map(({ optedIn }) => optedIn.join(' '))).size).toBe(4);
});

test('the smallest organization has no room for every odd kind', () => {
  expect(of(1, 3)).toHaveLength(3);
});

test('a world can change one of the generated accounts', () => {
  const world = parseWorld(
    'organization: { managementAccount: "999900000001", generated: { accounts: 5 }, accounts: { "200000000003": { name: mine } } }',
    'world',
  );
  const accounts = describeAll(new Accounts(world));
  expect(accounts.map(({ id }) => id)).toEqual([
    '999900000001',
    ...[1, 2, 3, 4, 5].map((number) => `20000000000${number}`),
  ]);
  expect(accounts[3]).toMatchObject({ name: 'mine', email: 'aws+mine@example.com' });
});
