import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import { LIMITS } from '../../../lib/app/scan/deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
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
  OUTSIDE,
  PAUSED,
  REMOVED,
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

/** Faults for a world. */
function parseFaults(faults: string): Pick<ReturnType<typeof memberWorld>, 'faults'> {
  return { faults: parseWorld(faults, 'world').faults };
}

interface RepairOptions {
  readonly desired?: Readonly<Record<string, string>>;
  readonly world?: ReturnType<typeof memberWorld>;
  readonly region?: string;
  /** Further keys of the policy. */
  readonly more?: string;
}

const STATUS = { status: 'ENABLED' };
const BOTH = { status: 'ENABLED', membership: 'member' };

async function repair(
  accounts: readonly string[],
  { desired = STATUS, world = memberWorld(), region = REGION, more = '' }: RepairOptions = {},
): Promise<Report> {
  sandbox.reset(world);
  // The keys are those of the hub of this world.
  useSandbox(sandbox);
  const yaml = `accounts: organization\nregions: [${region}]\nremediation: enforce\nlimits: { maxActions: 50 }\n${more}`;
  const request = requestFor(yaml, { only: { accounts } });
  const policy = { ...request.policy.policy, desired };
  const deps = { ...createScanDeps(clients, { ...LIMITS, readBackWaitsMs: [1, 1, 1] }), wait: () => Promise.resolve() };
  return runOnce({ ...request, policy: { ...request.policy, policy } }, deps);
}

const driftsOf = (report: Report, account: string) =>
  report.results.find(({ accountId }) => accountId === account)?.drifts ?? [];
const driftOf = (report: Report, account: string) => driftsOf(report, account)[0];
const shortOf = (report: Report, account: string) =>
  driftsOf(report, account).map(({ setting, action, outcome }) => `${setting} ${action} ${outcome}`);

/** The administrator with Macie as given, and members that are paused and not added. */
function worldWith(session: string, more = '') {
  return parseWorld(
    `
organization:
  managementAccount: "${MANAGEMENT}"
  administrator: "${ADMINISTRATOR}"
${more}
  accounts:
    "${MANAGEMENT}": { sessions: { "*": {} } }
    "${ADMINISTRATOR}": { sessions: { "*": ${session} } }
    "${MEMBER}": { sessions: { "*": { findingPublishingFrequency: SIX_HOURS } } }
    "${PAUSED}": { sessions: { "*": { status: PAUSED, findingPublishingFrequency: SIX_HOURS } } }
    "${OFF}": {}
`,
    'world',
  );
}

describe('the call that repairs an account of an organization, by the row of its state', () => {
  test('row 1: an administrator without Macie enables it before it repairs its members', async () => {
    const report = await repair([OFF, ADMINISTRATOR], { world: worldWith('null') });
    expect(writes()).toEqual([`EnableMacie by ${ADMINISTRATOR}`, `CreateMember by ${ADMINISTRATOR}`]);
    expect(shortOf(report, OFF)).toEqual(['status add-member verified']);
  });

  test('row 1: an administrator that is paused resumes itself, and then its member', async () => {
    await repair([PAUSED, ADMINISTRATOR], { world: worldWith('{ status: PAUSED }') });
    expect(writes()).toEqual([`UpdateMacieSession by ${ADMINISTRATOR}`, `UpdateMemberSession by ${ADMINISTRATOR}`]);
  });

  test('row 2: an account without an administrator in its Region enables Macie itself', async () => {
    const report = await repair([OFF], { region: 'eu-west-3' });
    expect(driftOf(report, OFF)).toMatchObject({ action: 'enable', outcome: 'verified' });
    expect(writes()).toEqual([`EnableMacie by ${OFF}`]);
  });

  test('row 3: an account that was never added, and is off, is added by the administrator', async () => {
    const report = await repair([OFF], { desired: BOTH });
    expect(shortOf(report, OFF)).toEqual(['status add-member verified']);
    expect(writes()).toEqual([`CreateMember by ${ADMINISTRATOR}`]);
  });

  test('row 3: where nobody may ask who the administrator is, the account enables Macie itself, and the report says so', async () => {
    const denied = 'faults: [{ match: { operations: [ListDelegatedAdministrators] }, kind: deny }]';
    const world = { ...memberWorld(`  hub: "${MANAGEMENT}"`), ...parseFaults(denied) };
    const report = await repair([OFF], { world });
    expect(shortOf(report, OFF)).toEqual(['status enable verified']);
    expect(report.notices.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^no Macie administrator was found in eu-west-1, and .* Allow organizations:ListDelegatedAdministrators; .* EnableMacie/,
      ),
    ]);
    const { notices } = await repair([MEMBER], { world });
    expect(notices).toEqual([]);
  });

  test('row 3: one that is being added is left alone until it is', async () => {
    const created = await repair(['222200000010'], {
      world: memberWorld('    "222200000010": { membership: { "*": Created } }'),
      desired: BOTH,
    });
    expect(created.results[0]).toMatchObject({ verdict: 'unknown', reason: 'pending' });
    expect(writes()).toEqual([]);
  });

  test('row 4: an account that was never added, and is paused, resumes itself and is then added', async () => {
    const report = await repair([ON_HOLD], { desired: BOTH });
    expect(shortOf(report, ON_HOLD)).toEqual(['status resume verified', 'membership add-member verified']);
    expect(writes()).toEqual([`UpdateMacieSession by ${ON_HOLD}`, `CreateMember by ${ADMINISTRATOR}`]);
  });

  test('row 4: without membership in the policy it only resumes itself', async () => {
    const report = await repair([ON_HOLD]);
    expect(shortOf(report, ON_HOLD)).toEqual(['status resume verified']);
    expect(writes()).toEqual([`UpdateMacieSession by ${ON_HOLD}`]);
  });

  test('row 4: an account whose resuming is refused is not added', async () => {
    const faults = `faults: [{ match: { accounts: ["${ON_HOLD}"], operations: [UpdateMacieSession] }, kind: deny }]`;
    const world = { ...memberWorld(), ...parseFaults(faults) };
    const report = await repair([ON_HOLD], { desired: BOTH, world });
    expect(shortOf(report, ON_HOLD)).toEqual(['status resume failed', 'membership add-member skipped']);
    expect(writes().filter((one) => one.startsWith('CreateMember'))).toEqual([]);
  });

  test('row 5: an account that is on and no member is added where the policy wants it, and else left alone', async () => {
    await repair([ON]);
    expect(writes()).toEqual([]);
    const report = await repair([ON], { desired: BOTH });
    expect(shortOf(report, ON)).toEqual(['membership add-member verified']);
    expect(driftOf(report, ON)).toMatchObject({ actual: 'none', desired: 'member' });
    expect(writes()).toEqual([`CreateMember by ${ADMINISTRATOR}`]);
  });

  test('row 6: a paused member is resumed by its administrator', async () => {
    const report = await repair([PAUSED]);
    expect(driftOf(report, PAUSED)).toMatchObject({ action: 'resume-member', outcome: 'verified' });
    expect(writes()).toEqual([`UpdateMemberSession by ${ADMINISTRATOR}`]);
  });

  test('row 7: a member by invitation resumes itself', async () => {
    const report = await repair([INVITED], { desired: BOTH });
    expect(shortOf(report, INVITED)).toEqual(['status resume verified']);
    expect(writes()).toEqual([`UpdateMacieSession by ${INVITED}`]);
  });

  test('row 8: a removed account is added again', async () => {
    const report = await repair([REMOVED], { desired: BOTH });
    expect(shortOf(report, REMOVED)).toEqual(['membership add-member verified']);
    expect(writes()).toEqual([`CreateMember by ${ADMINISTRATOR}`]);
  });

  test('row 8: where Macie refuses that, its ended association is deleted first', async () => {
    const world = memberWorld('  removedMembers: delete-first');
    const report = await repair([REMOVED], { desired: BOTH, world });
    expect(shortOf(report, REMOVED)).toEqual(['membership add-member verified']);
    expect(writes().slice(-2)).toEqual([`DeleteMember by ${ADMINISTRATOR}`, `CreateMember by ${ADMINISTRATOR}`]);
  });

  test('row 8: without the permission to delete it, a person has to', async () => {
    const faults = 'faults: [{ match: { operations: [DeleteMember] }, kind: deny }]';
    const world = { ...memberWorld('  removedMembers: delete-first'), ...parseFaults(faults) };
    const report = await repair([REMOVED], { desired: BOTH, world });
    expect(driftOf(report, REMOVED)).toMatchObject({
      outcome: 'manual',
      detail: expect.stringContaining('Delete it by hand, by DeleteMember at the administrator'),
    });
  });

  test('row 9: the management account enables Macie itself, and is then added', async () => {
    const report = await repair([MANAGEMENT], { desired: BOTH });
    expect(shortOf(report, MANAGEMENT)).toEqual(['status enable verified', 'membership add-member verified']);
    expect(writes()).toEqual([`EnableMacie by ${MANAGEMENT}`, `CreateMember by ${ADMINISTRATOR}`]);
  });

  test('row 10: a member of another administrator is left to a person, with the way', async () => {
    const report = await repair([ELSEWHERE], { desired: BOTH });
    expect(driftOf(report, ELSEWHERE)).toMatchObject({
      actual: `member of ${OUTSIDE}`,
      outcome: 'manual',
      detail: expect.stringMatching(
        new RegExp(`account ${OUTSIDE}: only ${OUTSIDE} can let it go, by DisassociateMember`),
      ),
    });
    expect(writes()).toEqual([]);
  });

  test('row 11: a frequency that differs at the administrator is written there once, for all its members', async () => {
    const desired = { ...STATUS, findingPublishingFrequency: 'FIFTEEN_MINUTES' };
    const world = worldWith('{ findingPublishingFrequency: SIX_HOURS }');
    const report = await repair([ADMINISTRATOR, MEMBER, MANAGEMENT], { desired, world });
    expect(writes()).toEqual([`UpdateMacieSession by ${ADMINISTRATOR}`]);
    expect(report.results.map(({ drifts }) => drifts.map(({ outcome }) => outcome))).toEqual([
      ['verified'],
      ['verified'],
      ['verified'],
    ]);
  });

  test('row 11: a refusal there is not called a repair of its members', async () => {
    const desired = { ...STATUS, findingPublishingFrequency: 'FIFTEEN_MINUTES' };
    const faults = 'faults: [{ match: { operations: [UpdateMacieSession] }, kind: deny }]';
    const world = { ...worldWith('{ findingPublishingFrequency: SIX_HOURS }'), ...parseFaults(faults) };
    const report = await repair([ADMINISTRATOR, MEMBER], { desired, world });
    expect(driftOf(report, ADMINISTRATOR)).toMatchObject({ outcome: 'failed' });
    expect(driftOf(report, MEMBER)).toMatchObject({
      outcome: 'skipped',
      detail: expect.stringContaining(`administrator ${ADMINISTRATOR} did not get it either`),
    });
  });

  test('row 12: a member that differs from a right administrator sets its own', async () => {
    const desired = { ...STATUS, findingPublishingFrequency: 'FIFTEEN_MINUTES' };
    const world = worldWith('{ findingPublishingFrequency: FIFTEEN_MINUTES }');
    await repair([ADMINISTRATOR, MEMBER], { desired, world });
    expect(writes()).toEqual([`UpdateMacieSession by ${MEMBER}`]);
  });

  test.each([
    ['off', OFF, BOTH],
    ['on', ON, BOTH],
    ['off, without membership', OFF, STATUS],
  ])('row 13: at the member limit nothing is added: an account that is %s', async (_, account, desired) => {
    const report = await repair([account], { desired, world: memberWorld('  memberLimit: 2') });
    expect(driftOf(report, account)).toMatchObject({
      outcome: 'manual',
      detail: expect.stringContaining(`the Macie administrator ${ADMINISTRATOR} has reached its member limit`),
    });
    expect(writes()).toEqual([]);
  });

  test('row 13: a limit that only the call meets is left to a person as well', async () => {
    const faults = `faults: [{ match: { accounts: ["${ADMINISTRATOR}"], operations: [DescribeOrganizationConfiguration] }, kind: server-error }]`;
    const world = { ...memberWorld('  memberLimit: 2'), ...parseFaults(faults) };
    const report = await repair([ON], { desired: BOTH, world });
    expect(driftOf(report, ON)).toMatchObject({
      action: 'manual',
      outcome: 'manual',
      detail: expect.stringContaining('ServiceQuotaExceededException'),
    });
  });

  test('row 14: without the administrator in the Region a person designates it', async () => {
    const report = await repair([ON], { desired: BOTH, region: 'eu-west-3' });
    expect(driftOf(report, ON)).toMatchObject({
      outcome: 'manual',
      detail: expect.stringContaining('designate it from the management account, by EnableOrganizationAdminAccount'),
    });
    expect(report.notices.map(({ message }) => message).join()).toContain(
      'no Macie administrator was found in eu-west-3',
    );
    expect(writes()).toEqual([]);
  });

  test('accounts that are on are left alone', async () => {
    await repair([MEMBER, ON, ELSEWHERE]);
    expect(writes()).toEqual([]);
  });

  test('the administrator itself has no membership to compare', async () => {
    const report = await repair([ADMINISTRATOR, MEMBER, INVITED], { desired: { membership: 'member' } });
    expect(report.results.map(({ verdict, settings }) => [verdict, settings['membership']])).toEqual([
      ['compliant', undefined],
      ['compliant', 'member'],
      ['compliant', 'member'],
    ]);
  });

  test('without status, an account without Macie is a drift that is left to a person', async () => {
    const report = await repair([OFF], { desired: { membership: 'member' } });
    expect(driftOf(report, OFF)).toMatchObject({
      actual: 'none',
      outcome: 'manual',
      detail: expect.stringContaining('desired.status'),
    });
  });

  test('an account whose role cannot be assumed is repaired by its administrator all the same', async () => {
    const world = memberWorld(`  defaults: { roles: { "*": null } }`);
    const report = await repair([PAUSED, ON], { world, desired: BOTH });
    expect(driftOf(report, PAUSED)).toMatchObject({ action: 'resume-member', outcome: 'verified', detail: null });
    expect(driftOf(report, ON)).toMatchObject({ setting: 'membership', actual: 'none', outcome: 'manual' });
    expect(writes()).toEqual([`UpdateMemberSession by ${ADMINISTRATOR}`]);
  });
});

describe('the lane of an administrator', () => {
  /** Members that are paused, and the waits of a run that resumes them. */
  async function waitsOf(faults: string): Promise<{ readonly waits: readonly number[]; readonly report: Report }> {
    const ids = ['222200000011', '222200000012', '222200000013'];
    const members = ids.map((id) => `    "${id}": { sessions: { "*": { status: PAUSED } } }`);
    sandbox.reset({ ...memberWorld(members.join('\n')), ...parseFaults(faults) });
    const request = requestFor(`accounts: organization\nregions: [${REGION}]\nremediation: enforce`, {
      only: { accounts: ids },
    });
    const policy = { ...request.policy.policy, desired: STATUS };
    const waits: number[] = [];
    const wait = (ms: number): Promise<void> => {
      waits.push(ms);
      return Promise.resolve();
    };
    const deps = { ...createScanDeps(clients, { ...LIMITS, readBackWaitsMs: [] }), wait };
    return { report: await runOnce({ ...request, policy: { ...request.policy, policy } }, deps), waits };
  }

  test('writes once a second', async () => {
    const { waits } = await waitsOf('faults: []');
    expect(waits).toEqual([1000, 1000]);
  });

  test('waits twice as long after each throttled write, and less again after one that was taken', async () => {
    const { waits, report } = await waitsOf(
      'faults: [{ match: { operations: [UpdateMemberSession] }, kind: throttle, times: 2 }]',
    );
    expect(waits).toEqual([2000, 4000, 2000, 1000]);
    expect(report.results.map(({ verdict }) => verdict)).toEqual(['compliant', 'compliant', 'compliant']);
  });

  test('one refusal of the administrator stops all further writes of that kind in its Region', async () => {
    const faults = 'faults: [{ match: { operations: [CreateMember] }, kind: deny }]';
    const world = { ...memberWorld(), ...parseFaults(faults) };
    const report = await repair([OFF, ON, REMOVED], { desired: BOTH, world });
    expect(sandbox.calls.filter(({ operation }) => operation === 'CreateMember')).toHaveLength(1);
    expect(driftOf(report, OFF)).toMatchObject({ outcome: 'failed' });
    expect(driftOf(report, ON)).toMatchObject({ outcome: 'skipped' });
    expect(driftOf(report, REMOVED)).toMatchObject({
      outcome: 'skipped',
      detail: expect.stringContaining('the write of this kind before it failed in eu-west-1'),
    });
  });
});
