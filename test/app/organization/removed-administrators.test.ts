import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../lib/app/scan/deps.ts';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import type { Clients } from '../../../lib/aws/clients.ts';
import type { Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';
import { connectSandbox } from '../../sandbox/connected.ts';

// The account of the credentials of the tests.
const OWN = '111122223333';
const OTHER = '999900000001';
const REMOVED = '222200000001';

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox({ requestTimeoutMs: 5000, readAttempts: 1 }));
});
afterAll(() => close());

/** What a run in an organization says of its administrators. */
async function notices(managementAccount: string, { depth, faults = '' }: { depth?: 'status'; faults?: string } = {}) {
  const on = '{ sessions: { "*": {} } }';
  const designations = `[{ account: "${REMOVED}", status: DISABLING_IN_PROGRESS }, { account: "${OWN}", status: ENABLED }]`;
  sandbox.reset(
    parseWorld(
      `organization:
  managementAccount: "${managementAccount}"
  administrator: { "*": ${designations} }
  accounts: { "${OWN}": ${on}, "${OTHER}": ${on}, "${REMOVED}": ${on} }
faults: [${faults}]`,
      'world',
    ),
  );
  const request = requestFor('accounts: organization\nregions: [us-east-1, eu-west-1]');
  const report = await runOnce({ ...request, depth }, createScanDeps(clients, LIMITS));
  return report.notices.filter(({ kind }) => kind === 'administrator').map(({ message }) => message);
}

const asked = () => sandbox.calls.filter(({ operation }) => operation === 'ListOrganizationAdminAccounts').length;

describe('an administrator that is being removed', () => {
  test.each([undefined, 'status'] as const)(
    'is reported once, with its Regions, in the management account: depth %s',
    async (depth) => {
      expect(await notices(OWN, depth ? { depth } : {})).toContainEqual(
        expect.stringContaining(
          `the Macie administrator account-${REMOVED} (${REMOVED}) is being removed in eu-west-1, us-east-1 (DISABLING_IN_PROGRESS)`,
        ),
      );
      expect(asked()).toBe(2);
    },
  );

  test('is not asked for in another account, which nobody would tell', async () => {
    expect((await notices(OTHER)).join()).not.toContain('being removed');
    expect(asked()).toBe(0);
  });

  test('costs nothing where the permission is missing', async () => {
    const faults = '{ match: { operations: [ListOrganizationAdminAccounts] }, kind: deny }';
    expect((await notices(OWN, { faults })).join()).not.toContain('being removed');
  });
});
