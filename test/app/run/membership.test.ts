import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Limits } from '../../../lib/app/scan/deps.ts';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import type { Clients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import type { Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';
import { connectSandbox } from '../../sandbox/connected.ts';

const ADMINISTRATOR = '444455556666';
const LIMITS: Limits = {
  parallelAccounts: 8,
  parallelReads: 32,
  parallelWrites: 8,
  callBudgetMs: 30_000,
  readBackWaitsMs: [1, 1],
  expectedStateWaitsMs: [],
};

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox({ requestTimeoutMs: 30_000, readAttempts: 1 }));
});
afterAll(() => close());

/** Over the wire: a member in three Regions, paused in one of them. */
async function run(
  yaml: string,
  { faults = '', administrator = ADMINISTRATOR, frequency = 'SIX_HOURS' } = {},
): Promise<Report> {
  const member = administrator === '' ? '' : `administrator: '${administrator}',`;
  const paused = `{ status: PAUSED, findingPublishingFrequency: ${frequency} }`;
  const on = '{ findingPublishingFrequency: FIFTEEN_MINUTES }';
  const sessions = `{ eu-west-1: ${paused}, us-east-1: ${on} }`;
  sandbox.reset(
    parseWorld(`accounts: { '${ACCOUNT}': { ${member} sessions: ${sessions} } }\nfaults: [${faults}]`, 'world'),
  );
  return runOnce(requestFor(`regions: [eu-west-1, eu-west-2, us-east-1]\n${yaml}`), createScanDeps(clients, LIMITS));
}

const asked = () =>
  sandbox.calls.filter(({ operation }) => operation === 'GetAdministratorAccount').map(({ region }) => region);
const statusOf = ({ results }: Report) =>
  results.find(({ region }) => region === 'eu-west-1')?.drifts.find(({ setting }) => setting === 'status');
const ofAdministrator = (kind: string) => `{ match: { operations: [GetAdministratorAccount] }, kind: ${kind} }`;

describe('a paused member of an organization', () => {
  test.each(['report', 'enforce'])('is left to its administrator, by name: remediation %s', async (remediation) => {
    const report = await run(`remediation: ${remediation}`);
    expect(statusOf(report)).toMatchObject({
      action: 'manual',
      outcome: 'manual',
      detail: expect.stringContaining(`account ${ADMINISTRATOR}, can resume it, by UpdateMemberSession`),
    });
    expect(asked()).toEqual(['eu-west-1']);
  });

  test('gets its other settings repaired', async () => {
    const report = await run('remediation: enforce');
    expect(report.results.map(({ drifts }) => drifts.map(({ setting, outcome }) => `${setting} ${outcome}`))).toEqual([
      ['status manual', 'findingPublishingFrequency verified'],
      ['status verified'],
      [],
    ]);
  });

  test.each(['deny', 'html', 'empty', 'server-error'])(
    'whose administrator cannot be asked for is read all the same, and its refused repair says why: %s',
    async (kind) => {
      const report = await run('remediation: enforce', { faults: ofAdministrator(kind) });
      expect(report.results.map(({ verdict }) => verdict)).toEqual(['drifted', 'compliant', 'compliant']);
      expect(report.results.flatMap(({ unknowns }) => unknowns)).toEqual([]);
      expect(statusOf(report)).toMatchObject({
        action: 'resume',
        outcome: 'failed',
        failure: {
          reason: 'access-denied',
          detail: expect.stringContaining('only its Macie administrator can resume it'),
        },
      });
    },
  );
});

test('settings of the organization ask for the administrator and its configuration once for each target', async () => {
  const organization = `{ administrator: '${ADMINISTRATOR}', autoEnable: true, autoEnableDiscovery: ALL }`;
  const desired = `{ membership: member, organization: ${organization} }`;
  await run(`overrides: [{ match: { regions: [eu-west-1, us-east-1] }, desired: ${desired} }]`, { administrator: '' });
  const called = sandbox.calls.flatMap(({ operation, region }) =>
    /^(Get|Describe).*(Administrator|Organization)/.test(operation) ? `${operation} ${region}` : [],
  );
  expect(called.toSorted()).toEqual([
    'DescribeOrganizationConfiguration eu-west-1',
    'DescribeOrganizationConfiguration us-east-1',
    'GetAdministratorAccount eu-west-1',
    'GetAdministratorAccount us-east-1',
  ]);
});

test('a standalone account is asked once, and resumed', async () => {
  expect(statusOf(await run('remediation: enforce', { administrator: '' }))).toMatchObject({ outcome: 'verified' });
  expect(asked()).toEqual(['eu-west-1']);
});

test.each([
  [
    'waived',
    'waivers: [{ match: { regions: [eu-west-1] }, settings: [status], reason: x, owner: x, expires: 2099-01-01 }]',
  ],
  ['as desired', 'overrides: [{ match: { regions: [eu-west-1] }, desired: { status: PAUSED } }]'],
  ['to be off', 'overrides: [{ match: { regions: [eu-west-1] }, desired: { status: DISABLED } }]'],
])('the administrator is not asked for where the pause is %s', async (_, yaml) => {
  // A frequency that differs is written at the administrator where that needs the same: it is asked for.
  await run(yaml, { frequency: 'FIFTEEN_MINUTES' });
  expect(asked()).toEqual([]);
});
