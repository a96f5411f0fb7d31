import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { startWarden, warden, type Ran } from './warden.ts';

export const OWN = '111122223333';
export const PROD = '222233334444';
export const DEV = '333344445555';
export const CLOSED = '444455556666';

/** Added to the description of an account, or of the world. */
interface WorldParts {
  readonly prod?: string;
  readonly dev?: string;
  readonly rest?: string;
}

/** The command line over an organization of four accounts, seen from its management account. One of them is closed. */
export function useOrganization() {
  let sandbox: Sandbox;
  let cwd: string;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'warden-'));
  });
  afterAll(() => sandbox.close());
  return {
    world: ({ prod = '', dev = '', rest = '' }: WorldParts = {}): void => {
      const text = `
organization:
  managementAccount: "${OWN}"
  organizationalUnits:
    - { id: ou-ab12-11111111, name: Workloads, organizationalUnits: [{ id: ou-ab12-33333333, name: Production }] }
    - { id: ou-ab12-22222222, name: Sandboxes }
  defaults: { sessions: { "*": {} } }
  accounts:
    "${OWN}": { name: management }
    "${PROD}": { name: prod-payments, organizationalUnit: ou-ab12-33333333${prod} }
    "${DEV}": { name: dev-payments, organizationalUnit: ou-ab12-22222222${dev} }
    "${CLOSED}": { name: old, state: SUSPENDED }
${rest}`;
      sandbox.reset(parseWorld(text, 'world'));
    },
    policy: (yaml: string, accounts = 'organization'): void => {
      const text = `version: 1\naccounts: ${accounts}\nregions: [eu-west-1, us-east-1]\ndesired: { status: ENABLED }\n${yaml}\n`;
      writeFileSync(join(cwd, 'policy.yml'), text);
    },
    calls: (operation: string) => sandbox.calls.filter((call) => call.operation === operation),
    allCalls: () => sandbox.calls,
    run: (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
      warden(args, { cwd, sandbox, env: { HOME: cwd, ...env } }),
    start: (args: readonly string[]) => startWarden(args, { cwd, sandbox, env: { HOME: cwd } }),
    folder: () => cwd,
    url: () => sandbox.url,
  };
}
