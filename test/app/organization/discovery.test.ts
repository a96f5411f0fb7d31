import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UpdateMemberSessionCommand } from '@aws-sdk/client-macie2';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import { LIMITS, type ScanDeps } from '../../../lib/app/scan/deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { EXIT_CODES } from '../../../lib/core/compliance/verdict.ts';
import { parsePolicy } from '../../../lib/policy/parse.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { clientsOf } from '../../sandbox/values.ts';
import { useSandbox } from '../../sandbox/environment.ts';
import {
  ADMINISTRATOR,
  INVITED,
  MEMBER,
  memberWorld,
  OFF,
  ON,
  PAUSED,
} from '../../sandbox/services/macie2/members/member-world.ts';
import { runOnce } from '../run-once.ts';

// Automated discovery over the wire: what is read where, and the account that writes it.
let sandbox: Sandbox;
let clients: Clients;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(async () => {
  await sandbox.close();
});

interface Run {
  readonly desired: string;
  /** Of the administrator. */
  readonly discovery?: string;
  readonly more?: string;
  readonly faults?: string;
  /** The account of the credentials; it runs with `accounts: self`. Left out: the administrator, with `accounts: organization`. */
  readonly self?: string;
  readonly only?: readonly string[];
  readonly remediation?: string;
  /** What somebody else does right before each write. */
  readonly beforeWrite?: () => Promise<void>;
}

const ORGANIZATION = '[management, administrator]';
const NONE = '{ status: DISABLED, autoEnableOrganizationMembers: NONE }';
const REGION = 'eu-west-1';

async function run({
  desired,
  discovery = NONE,
  more = '',
  faults = '[]',
  self,
  only,
  remediation = 'enforce',
  beforeWrite = () => Promise.resolve(),
}: Run): Promise<Report> {
  const hub = self === undefined ? '' : `\n  hub: "${self}"`;
  const world = memberWorld(`  automatedDiscovery: ${discovery}${hub}\n${more}`);
  sandbox.reset({ ...world, faults: parseWorld(`faults: ${faults}`, ORGANIZATION).faults });
  process.env['AWS_ACCESS_KEY_ID'] = self ?? ADMINISTRATOR;
  clients?.destroy();
  clients = createClients({ homeRegion: 'us-east-1', requestTimeoutMs: 5000, readAttempts: 1 });
  const yaml = `version: 1
accounts: ${self === undefined ? 'organization' : 'self'}
regions: [${REGION}]
remediation: ${remediation}
limits: { maxActions: 50 }
desired: { ${desired} }`;
  const policy = { policy: parsePolicy(yaml, 'policy.yml'), source: 'policy.yml', sha256: '0'.repeat(64) };
  const scanDeps = createScanDeps(clients, { ...LIMITS, readBackWaitsMs: [1, 1, 1] });
  const forAccount: ScanDeps['forAccount'] = (...account) => {
    const access = scanDeps.forAccount(...account);
    return {
      ...access,
      write: async (...write) => {
        await beforeWrite();
        return access.write(...write);
      },
    };
  };
  const deps: ScanDeps = { ...scanDeps, forAccount, wait: () => Promise.resolve() };
  const request = { policy, trigger: 'manual', ceiling: 'enforce', publish: 'changes' } as const;
  return runOnce(only === undefined ? request : { ...request, only: { accounts: only } }, deps);
}

const resultOf = (report: Report, account: string) => report.results.find(({ accountId }) => accountId === account);
const driftOf = (report: Report, account: string) => resultOf(report, account)?.drifts[0];
const recorded = () => sandbox.trail.filter(({ awsRegion }) => awsRegion === REGION);
const callers = (operation: string) =>
  recorded()
    .filter(({ eventName }) => eventName === operation)
    .map(({ recipientAccountId }) => recipientAccountId);
const writes = () =>
  recorded()
    .filter(({ readOnly }) => !readOnly)
    .map(({ eventName, recipientAccountId, requestParameters }) => [eventName, recipientAccountId, requestParameters]);

const GET = 'GetAutomatedDiscoveryConfiguration';
const LIST = 'ListAutomatedDiscoveryAccounts';
const PUT = 'UpdateAutomatedDiscoveryConfiguration';
const BATCH = 'BatchUpdateAutomatedDiscoveryAccounts';

describe('automated discovery in an organization', () => {
  const only = [ADMINISTRATOR, MEMBER, INVITED, ON];

  test('is repaired in the administrator with the mode that was read, and in a standalone account', async () => {
    const report = await run({ desired: 'automatedDiscovery: ENABLED', only });
    expect(driftOf(report, ADMINISTRATOR)).toMatchObject({ action: 'enable-discovery', outcome: 'verified' });
    expect(driftOf(report, ON)).toMatchObject({ action: 'enable-discovery', outcome: 'verified' });
    expect(writes()).toEqual([
      [PUT, ADMINISTRATOR, { status: 'ENABLED', autoEnableOrganizationMembers: 'NONE' }],
      [PUT, ON, { status: 'ENABLED' }],
    ]);
  });

  test('is not asked for in members, and the list of the administrator is read once', async () => {
    const report = await run({ desired: 'status: ENABLED, automatedDiscovery: ENABLED', only, remediation: 'report' });
    expect(new Set(callers(GET))).toEqual(new Set([ADMINISTRATOR, ON]));
    expect(callers(LIST)).toEqual([ADMINISTRATOR]);
    expect(resultOf(report, MEMBER)).toMatchObject({
      verdict: 'compliant',
      settings: { status: 'ENABLED' },
      drifts: [],
    });
    expect(recorded().filter(({ errorCode }) => errorCode !== undefined)).toEqual([]);
  });

  test('is not asked for where Macie is off', async () => {
    await run({ desired: 'status: ENABLED, automatedDiscovery: ENABLED', only: [OFF], remediation: 'report' });
    expect(callers(GET)).toEqual([]);
  });

  test('is not written in an administrator whose answer lacks the mode', async () => {
    const discovery = '{ status: DISABLED, autoEnableOrganizationMembers: null }';
    const report = await run({ desired: 'automatedDiscovery: ENABLED', discovery, only: [ADMINISTRATOR] });
    expect(driftOf(report, ADMINISTRATOR)).toMatchObject({
      action: 'manual',
      outcome: 'manual',
      detail: expect.stringContaining('autoEnableOrganizationMembers'),
    });
    expect(writes()).toEqual([]);
  });

  test('and its mode are written by one call', async () => {
    const desired = 'automatedDiscovery: ENABLED, organization: { autoEnableDiscovery: NEW }';
    const report = await run({ desired, only });
    expect(resultOf(report, ADMINISTRATOR)?.drifts).toMatchObject([
      { setting: 'automatedDiscovery', outcome: 'verified' },
      { setting: 'organization.autoEnableDiscovery', action: 'raise-auto-enable-discovery', outcome: 'verified' },
    ]);
    expect(writes()).toContainEqual([PUT, ADMINISTRATOR, { status: 'ENABLED', autoEnableOrganizationMembers: 'NEW' }]);
    // A standalone account has no members.
    expect(resultOf(report, ON)).toMatchObject({ drifts: [{ setting: 'automatedDiscovery' }], unknowns: [] });
  });

  test('has a mode that is only ever raised', async () => {
    const desired = 'organization: { autoEnableDiscovery: NEW }';
    const discovery = '{ status: ENABLED, autoEnableOrganizationMembers: ALL }';
    const report = await run({ desired, discovery, only });
    expect(driftOf(report, ADMINISTRATOR)).toMatchObject({
      action: 'manual',
      detail: expect.stringContaining('fewer'),
    });
    expect(writes()).toEqual([]);
  });
});

describe('automated discovery of members', () => {
  const desired = 'automatedDiscoveryOfMembers: ENABLED';
  const discovery = '{ status: ENABLED, autoEnableOrganizationMembers: NONE }';

  test('is repaired by their administrator, read in one list', async () => {
    const report = await run({ desired, discovery, only: [ADMINISTRATOR, MEMBER, INVITED, ON] });
    expect(driftOf(report, MEMBER)).toMatchObject({ action: 'enable-discovery-of-member', outcome: 'verified' });
    expect(resultOf(report, ADMINISTRATOR)).toMatchObject({ drifts: [], unknowns: [] });
    expect(resultOf(report, ON)).toMatchObject({ drifts: [], unknowns: [] });
    expect(writes()).toEqual([[BATCH, ADMINISTRATOR, { accounts: [{ accountId: MEMBER, status: 'ENABLED' }] }]]);
    expect(new Set(callers(LIST))).toEqual(new Set([ADMINISTRATOR]));
  });

  test('fails for the account that the answer has an error for, and for no other', async () => {
    const other = '200000000020';
    const more = '  generated: { accounts: 20, seed: 1 }';
    const pause = async (): Promise<void> => {
      const { macie } = clientsOf(sandbox, { account: ADMINISTRATOR, region: REGION });
      await macie.send(new UpdateMemberSessionCommand({ id: MEMBER, status: 'PAUSED' }));
    };
    const report = await run({ desired, discovery, more, only: [MEMBER, other], beforeWrite: pause });
    expect(driftOf(report, MEMBER)).toMatchObject({
      outcome: 'failed',
      failure: { reason: 'service-error', detail: expect.stringContaining('ACCOUNT_PAUSED') },
    });
    expect(driftOf(report, other)).toMatchObject({ outcome: 'verified' });
  });

  test('is left alone while it is off in the administrator', async () => {
    const report = await run({ desired, only: [MEMBER] });
    expect(driftOf(report, MEMBER)).toMatchObject({
      action: 'manual',
      detail: expect.stringContaining(`off in the Macie administrator ${ADMINISTRATOR}`),
    });
    expect(writes()).toEqual([]);
  });

  test('of a paused session waits for its status', async () => {
    const report = await run({ desired, discovery, only: [PAUSED] });
    expect(driftOf(report, PAUSED)).toMatchObject({
      outcome: 'skipped',
      detail: expect.stringContaining('its status'),
    });
    expect(writes()).toEqual([]);
  });

  test('is what the member itself shows where the administrator cannot be asked', async () => {
    const faults = `[{ match: { accounts: ["${ADMINISTRATOR}"], operations: [${LIST}] }, kind: deny }]`;
    const report = await run({ desired, discovery, faults, only: [MEMBER, ON] });
    expect(driftOf(report, MEMBER)).toMatchObject({ actual: 'DISABLED', action: 'manual' });
    expect(resultOf(report, ON)).toMatchObject({ drifts: [], unknowns: [] });
  });

  test('of an account that cannot be reached is what the list of its administrator shows', async () => {
    const faults = `[{ match: { accounts: ["${MEMBER}"], operations: ["sts:AssumeRole"] }, kind: deny }]`;
    const both = `${desired}, automatedDiscovery: ENABLED, reveal: { status: DISABLED }`;
    const report = await run({ desired: both, discovery, faults, only: [MEMBER], remediation: 'report' });
    expect(driftOf(report, MEMBER)).toMatchObject({ actual: 'DISABLED', action: 'enable-discovery-of-member' });
    expect(resultOf(report, MEMBER)?.unknowns).toEqual([
      { group: 'reveal', reason: 'assume-role-denied', detail: expect.any(String) },
    ]);
  });

  test('is unknown where nobody shows it', async () => {
    const faults = `[{ match: { operations: [${LIST}] }, kind: deny }]`;
    const report = await run({ desired, discovery, faults, only: [MEMBER] });
    expect(resultOf(report, MEMBER)).toMatchObject({
      verdict: 'unknown',
      unknowns: [{ group: 'automatedDiscoveryOfMembers', reason: 'access-denied' }],
    });
  });
});

describe('an account that its administrator adds', () => {
  test('is not asked for what the administrator sets, and its own automated discovery is left to the next run', async () => {
    const desired = 'status: ENABLED, automatedDiscovery: ENABLED, automatedDiscoveryOfMembers: ENABLED';
    const discovery = '{ status: ENABLED, autoEnableOrganizationMembers: NONE }';
    const report = await run({ desired, discovery, only: [OFF] });
    expect(resultOf(report, OFF)).toMatchObject({
      unknowns: [],
      drifts: [
        { setting: 'status', action: 'add-member', outcome: 'verified' },
        { setting: 'automatedDiscoveryOfMembers', outcome: 'skipped', detail: expect.stringContaining('next run') },
      ],
    });
    expect(callers(GET)).toEqual([]);
    expect(writes().map(([name]) => name)).toEqual(['CreateMember']);
  });

  test('has automated discovery on at once where the administrator turns it on for new members', async () => {
    const desired = 'status: ENABLED, automatedDiscoveryOfMembers: ENABLED';
    const discovery = '{ status: ENABLED, autoEnableOrganizationMembers: NEW }';
    const report = await run({ desired, discovery, only: [OFF] });
    expect(resultOf(report, OFF)).toMatchObject({
      verdict: 'compliant',
      settings: { automatedDiscoveryOfMembers: 'ENABLED' },
    });
  });
});

describe('automated discovery of the own account', () => {
  test.each([
    ['an administrator', ADMINISTRATOR, { status: 'ENABLED', autoEnableOrganizationMembers: 'NONE' }],
    ['a standalone account', ON, { status: 'ENABLED' }],
  ])('is repaired in %s', async (_, self, expected) => {
    const report = await run({ desired: 'automatedDiscovery: ENABLED', self });
    expect(report.results).toMatchObject([{ drifts: [{ action: 'enable-discovery', outcome: 'verified' }] }]);
    expect(writes()).toEqual([[PUT, self, expected]]);
  });

  test('is not applicable to a member, whose administrator is asked for nothing', async () => {
    const desired = 'status: ENABLED, automatedDiscovery: ENABLED, organization: { autoEnableDiscovery: ALL }';
    const report = await run({ desired, self: MEMBER });
    expect(report.results).toMatchObject([{ verdict: 'compliant', drifts: [], unknowns: [] }]);
    expect(writes()).toEqual([]);
  });

  test('of a member is left to its administrator', async () => {
    const report = await run({ desired: 'automatedDiscoveryOfMembers: ENABLED', self: MEMBER });
    expect(report.results).toMatchObject([
      { drifts: [{ actual: 'DISABLED', action: 'manual', detail: expect.stringContaining(ADMINISTRATOR) }] },
    ]);
    expect(writes()).toEqual([]);
  });

  test('of members is not applicable to a standalone account', async () => {
    const desired = 'status: ENABLED, automatedDiscoveryOfMembers: ENABLED';
    const report = await run({ desired, self: ON });
    expect(report.results).toMatchObject([{ verdict: 'compliant', unknowns: [] }]);
  });

  test('that is denied is unknown beside a status that is compliant', async () => {
    const faults = `[{ match: { operations: [${GET}] }, kind: deny }]`;
    const report = await run({ desired: 'status: ENABLED, automatedDiscovery: ENABLED', self: ON, faults });
    expect(report.results).toMatchObject([
      {
        verdict: 'unknown',
        settings: { status: 'ENABLED' },
        unknowns: [{ group: 'automatedDiscovery', reason: 'access-denied' }],
      },
    ]);
    expect(EXIT_CODES[report.verdict]).toBe(2);
    expect(writes()).toEqual([]);
  });

  test.each([
    ['empty', { verdict: 'unknown', unknowns: [{ group: 'automatedDiscovery', reason: 'bad-response' }] }],
    ['unknown-enum', { verdict: 'drifted', drifts: [{ actual: 'SLEEPING', action: 'manual' }] }],
  ])('of an answer that is %s is not written', async (kind, expected) => {
    const faults = `[{ match: { operations: [${GET}] }, kind: ${kind} }]`;
    const report = await run({ desired: 'automatedDiscovery: ENABLED', self: ON, faults });
    expect(report.results).toMatchObject([expected]);
    expect(writes()).toEqual([]);
  });

  test('is read after Macie was enabled', async () => {
    const report = await run({ desired: 'status: ENABLED, automatedDiscovery: ENABLED', self: OFF });
    expect(report.results[0]?.drifts).toMatchObject([
      { setting: 'status', outcome: 'verified' },
      { setting: 'automatedDiscovery', outcome: 'skipped', detail: expect.stringContaining('next run') },
    ]);
    expect(callers(GET)).toEqual([OFF]);
  });
});

test('a policy with a setting of an organization says so where no account is an administrator', async () => {
  const desired = 'status: ENABLED, organization: { autoEnableDiscovery: ALL }';
  const notices = async (options: Partial<Run>) =>
    (await run({ desired, remediation: 'report', ...options })).notices.map(({ message }) => message);
  expect(await notices({ self: ON })).toEqual([expect.stringMatching(/^organization\.autoEnableDiscovery was not/)]);
  expect(await notices({ self: MEMBER })).toHaveLength(1);
  expect(await notices({ self: ADMINISTRATOR })).toEqual([]);
  // A partial run does not know.
  expect(await notices({ only: [MEMBER] })).toEqual([]);
});
