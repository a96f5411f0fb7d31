import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import { LIMITS } from '../../../lib/app/scan/deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { useSandbox } from '../../sandbox/environment.ts';
import {
  ADMINISTRATOR,
  ELSEWHERE,
  INVITED,
  MANAGEMENT,
  MEMBER,
  memberWorld,
  OFF,
  ON,
  ON_HOLD,
  PAUSED,
} from '../../sandbox/services/macie2/members/member-world.ts';
import { requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

// Who repairs which account, over the wire: the account itself, or its Macie administrator.
let sandbox: Sandbox;
let clients: Clients;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(async () => {
  await sandbox.close();
});
beforeEach(() => {
  clients?.destroy();
  clients = createClients({ homeRegion: 'us-east-1', requestTimeoutMs: 5000, readAttempts: 3 });
});

const REGION = 'eu-west-1';

/** Writes that were made in eu-west-1, with the account that made them. */
function writes(): readonly string[] {
  return sandbox.trail
    .filter(({ readOnly, eventSource }) => !readOnly && eventSource === 'macie2.amazonaws.com')
    .map(({ eventName, recipientAccountId }) => `${eventName} by ${recipientAccountId}`);
}

async function repair(accounts: readonly string[], more = '', world = memberWorld()): Promise<Report> {
  sandbox.reset(world);
  const yaml = `accounts: organization\nregions: [${REGION}]\nremediation: enforce\nlimits: { maxActions: 50 }\n${more}`;
  const request = requestFor(yaml, { only: { accounts } });
  const policy = { ...request.policy.policy, desired: { status: 'ENABLED' } };
  const deps = { ...createScanDeps(clients, { ...LIMITS, readBackWaitsMs: [1, 1, 1] }), wait: () => Promise.resolve() };
  return runOnce({ ...request, policy: { ...request.policy, policy } }, deps);
}

const driftOf = (report: Report, account: string) =>
  report.results.find(({ accountId }) => accountId === account)?.drifts[0];

describe('the call that repairs an account of an organization', () => {
  test('a paused member is resumed by its administrator', async () => {
    const report = await repair([PAUSED]);
    expect(driftOf(report, PAUSED)).toMatchObject({ action: 'resume-member', outcome: 'verified' });
    expect(writes()).toEqual([`UpdateMemberSession by ${ADMINISTRATOR}`]);
  });

  test('an account that was never added, and is off, is added by the administrator', async () => {
    const report = await repair([OFF], 'excludeRegions: []');
    expect(driftOf(report, OFF)).toMatchObject({ action: 'add-member', outcome: 'verified' });
    expect(writes()).toEqual([`CreateMember by ${ADMINISTRATOR}`]);
  });

  test('an account that was never added, and is paused, resumes itself', async () => {
    const report = await repair([ON_HOLD]);
    expect(driftOf(report, ON_HOLD)).toMatchObject({ action: 'resume', outcome: 'verified' });
    expect(writes()).toEqual([`UpdateMacieSession by ${ON_HOLD}`]);
  });

  test('a member by invitation resumes itself', async () => {
    const report = await repair([INVITED]);
    expect(driftOf(report, INVITED)).toMatchObject({ action: 'resume', outcome: 'verified' });
    expect(writes()).toEqual([`UpdateMacieSession by ${INVITED}`]);
  });

  test('the management account enables Macie itself', async () => {
    const report = await repair([MANAGEMENT]);
    expect(driftOf(report, MANAGEMENT)).toMatchObject({ action: 'enable', outcome: 'verified' });
    expect(writes()).toEqual([`EnableMacie by ${MANAGEMENT}`]);
  });

  test('accounts that are on are left alone', async () => {
    await repair([MEMBER, ON, ELSEWHERE]);
    expect(writes()).toEqual([]);
  });

  test('an account whose role cannot be assumed is repaired by its administrator all the same', async () => {
    const world = memberWorld(`  defaults: { roles: { "*": null } }`);
    const report = await repair([PAUSED], '', world);
    expect(driftOf(report, PAUSED)).toMatchObject({ action: 'resume-member', outcome: 'verified', detail: null });
    expect(writes()).toEqual([`UpdateMemberSession by ${ADMINISTRATOR}`]);
  });
});
