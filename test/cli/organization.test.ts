import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { warden } from './warden.ts';

let sandbox: Sandbox;
let cwd: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'warden-'));
});
afterAll(() => sandbox.close());

const OWN = '111122223333';
const PROD = '222233334444';
const DEV = '333344445555';

/** An organization of three accounts, seen from its management account. */
function world({ prod = '', dev = '', rest = '' } = {}): void {
  const text = `
organization:
  managementAccount: "${OWN}"
  organizationalUnits: [{ id: ou-ab12-11111111, name: Production }, { id: ou-ab12-22222222, name: Sandboxes }]
  defaults: { sessions: { "*": {} } }
  accounts:
    "${OWN}": { name: management }
    "${PROD}": { name: prod-payments, organizationalUnit: ou-ab12-11111111${prod} }
    "${DEV}": { name: dev-payments, organizationalUnit: ou-ab12-22222222${dev} }
${rest}`;
  sandbox.reset(parseWorld(text, 'world'));
}

function policy(yaml: string): void {
  const text = `version: 1\naccounts: organization\nregions: [eu-west-1, us-east-1]\ndesired: { status: ENABLED }\n${yaml}\n`;
  writeFileSync(join(cwd, 'policy.yml'), text);
}

const assumed = () => sandbox.calls.filter(({ operation }) => operation === 'AssumeRole');
const run = (...args: readonly string[]) => warden(args, { cwd, sandbox });

describe('check over an organization', () => {
  test('--accounts narrows it before any role is assumed', async () => {
    world();
    policy('');
    const ran = await run('check', '--accounts', PROD);
    expect(ran.stdout).toMatch(/\nresult: compliant \(2 of 6 targets\)\n$/);
    expect(assumed()).toHaveLength(1);
    await run('check', '--accounts', OWN);
    expect(assumed()).toHaveLength(1);
  });

  test('--concurrency is how many accounts are read at the same time', async () => {
    world({ rest: 'faults: [{ kind: slow, ms: 100, match: { operations: ["sts:AssumeRole"] } }]' });
    policy('');
    const ran = await run('check', '--concurrency', '1');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const order = sandbox.calls
      .filter(({ operation }) => operation === 'GetMacieSession')
      .map(({ accountId }) => accountId);
    expect(order).toEqual([OWN, OWN, PROD, PROD, DEV, DEV]);
  });

  test.each([['0'], ['101'], ['x']])('--concurrency %s is bad usage', async (number) => {
    const ran = await run('check', '--concurrency', number);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('Expected a number from 1 to 100') });
  });
});
