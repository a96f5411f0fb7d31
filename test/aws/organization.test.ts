import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { readOrganization } from '../../lib/aws/organization.ts';
import type { Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import {
  ADMINISTRATOR,
  CLOSED,
  MANAGEMENT,
  NESTED,
  organizationWorld,
  OUTSIDE,
  PRODUCTION,
} from '../sandbox/services/organizations/organization-world.ts';
import { connectSandbox } from '../sandbox/connected.ts';

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox({ requestTimeoutMs: 5000 }));
});
afterAll(() => close());

const signal = new AbortController().signal;

async function read(units: readonly string[], world = organizationWorld()) {
  sandbox.reset(world);
  const found = await readOrganization(clients, { units, signal });
  if (found.kind === 'unknown') return found;
  const { accounts, missingUnits } = found.value;
  return { accounts: new Map(accounts.map((account) => [account.accountId, account])), missingUnits };
}

const asked = () => new Set(sandbox.calls.map(({ operation }) => operation));

describe('the accounts of an organization', () => {
  test('each has its name, email, state and units', async () => {
    const found = await read([]);
    expect(found).toMatchObject({ missingUnits: [] });
    const { accounts } = found as Extract<typeof found, { accounts: unknown }>;
    expect([...accounts.keys()].toSorted()).toEqual([ADMINISTRATOR, CLOSED, MANAGEMENT, NESTED, PRODUCTION].toSorted());
    expect(accounts.has(OUTSIDE)).toBe(false);
    expect(accounts.get(PRODUCTION)).toMatchObject({ name: 'prod-web', email: 'web@example.com', state: 'ACTIVE' });
    expect(accounts.get(NESTED)?.organizationalUnits).toEqual([
      expect.stringMatching(/^r-/),
      'ou-ab12-11111111',
      'ou-ab12-22222222',
    ]);
    expect(accounts.get(CLOSED)?.state).toBe('CLOSED');
  });

  test('without paths in the answer, the units are walked, and only if a policy names one', async () => {
    const world = organizationWorld('  paths: false');
    const named = await read(['ou-ab12-11111111'], world);
    expect(named).toMatchObject({ missingUnits: [] });
    const { accounts } = named as Extract<typeof named, { accounts: unknown }>;
    expect(accounts.get(NESTED)?.organizationalUnits.slice(1)).toEqual(['ou-ab12-11111111', 'ou-ab12-22222222']);
    await read([], organizationWorld('  paths: false'));
    expect(asked()).toEqual(new Set(['ListAccounts']));
  });

  test('the state is taken from State, and from Status where that is missing', async () => {
    const found = await read([], organizationWorld('  accountStateField: Status'));
    const { accounts } = found as Extract<typeof found, { accounts: unknown }>;
    expect([accounts.get(PRODUCTION)?.state, accounts.get(CLOSED)?.state]).toEqual(['ACTIVE', 'SUSPENDED']);
  });

  test('a unit without accounts is no missing unit; one that does not exist is', async () => {
    const found = await read(['ou-ab12-33333333', 'ou-ab12-99999999', 'r-zzzz']);
    expect(found).toMatchObject({ missingUnits: ['r-zzzz', 'ou-ab12-99999999'] });
  });

  test('every page is read', async () => {
    const ids = Array.from({ length: 45 }, (_, index) => `"${300_000_000_000 + index}": {}`);
    const accountsOf = (list: readonly string[]) => `accounts: { ${list.join(', ')} }`;
    const world = parseWorld(
      `organization: { managementAccount: "${MANAGEMENT}", administrator: "${ADMINISTRATOR}", ${accountsOf(ids)} }`,
      'world',
    );
    const found = await read([], world);
    const { accounts } = found as Extract<typeof found, { accounts: unknown }>;
    expect(accounts.size).toBeGreaterThanOrEqual(45);
    expect(sandbox.calls.length).toBeGreaterThan(2);
  });

  test('an account that may not ask, and one in no organization, are told', async () => {
    const denied = parseWorld(
      `organization: { managementAccount: "${MANAGEMENT}", accounts: { "${ADMINISTRATOR}": {} } }`,
      'world',
    );
    expect(await read([], denied)).toEqual({
      kind: 'unknown',
      why: expect.stringContaining('organizations:ListAccounts was denied'),
    });
    expect(await read([], parseWorld('accounts: {}', 'world'))).toEqual({
      kind: 'unknown',
      why: expect.stringMatching(/organizations:ListAccounts .*not a member of an organization/),
    });
  });
});

test('a list whose pages repeat is not taken for a whole one', async () => {
  const client = await createClients({ homeRegion: 'us-east-1' }).organizations();
  const page = { Accounts: [{ Id: MANAGEMENT, State: 'ACTIVE' }], NextToken: 'again' };
  const repeating = Object.assign(Object.create(client), { send: () => Promise.resolve(page) });
  const found = await readOrganization({ organizations: () => Promise.resolve(repeating) }, { units: [], signal });
  expect(found).toMatchObject({
    kind: 'unknown',
    why: expect.stringContaining('the list goes on for ever with the same token'),
  });
});
