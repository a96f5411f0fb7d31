import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import { LIMITS, type ScanDeps } from '../../../lib/app/scan/deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { progressText } from '../../../lib/render/words/progress-words.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { useSandbox } from '../../sandbox/environment.ts';
import { requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

// What the lists of Macie administrators show of an organization, over the wire.
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

const ADMINISTRATOR = '111122223333';
/** As a notice names it. */
const NAMED = `account-${ADMINISTRATOR} (${ADMINISTRATOR})`;
const MANAGEMENT = '999900000001';
const ON = '222200000001';
const PAUSED = '222200000002';
const SUSPENDED = '222200000003';
const OUTSIDE = '222200000004';

const SESSION = '{ findingPublishingFrequency: FIFTEEN_MINUTES }';

const ACCOUNTS: Readonly<Record<string, string>> = {
  [ADMINISTRATOR]: '',
  [MANAGEMENT]: '',
  [ON]: 'name: prod',
  [PAUSED]: 'name: data, membership: Paused',
  [SUSPENDED]: 'state: SUSPENDED',
  [OUTSIDE]: 'membership: null',
};

interface WorldOptions {
  /** One for all Regions, or by Region. */
  readonly administrator?: string;
  /** Further keys of the organization. */
  readonly organization?: string;
  /** By account: its keys, in place of the usual ones. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly rest?: string;
}

/** Six accounts with Macie on, each as its keys say. */
function world({
  administrator = `"${ADMINISTRATOR}"`,
  organization = '',
  accounts = {},
  rest = '',
}: WorldOptions = {}) {
  const lines = Object.entries({ ...ACCOUNTS, ...accounts }).map(([id, keys]) => {
    const sessions = keys.includes('sessions:') ? '' : `sessions: { "*": ${SESSION} }`;
    return `    "${id}": { ${[keys, sessions].filter(Boolean).join(', ')} }`;
  });
  return parseWorld(
    `
organization:
  managementAccount: "${MANAGEMENT}"
  administrator: ${administrator}
${organization}
  accounts:
${lines.join('\n')}
${rest}`,
    'world',
  );
}

const YAML = 'accounts: organization\nregions: [eu-west-1]';
const TWO_REGIONS = 'accounts: organization\nregions: [eu-west-1, us-east-1]';

function run(
  initial: ReturnType<typeof world>,
  { yaml = YAML, depth }: { yaml?: string; depth?: 'status' } = {},
): Promise<Report> {
  sandbox.reset(initial);
  // The keys are those of the hub of this world.
  useSandbox(sandbox);
  return runOnce({ ...requestFor(yaml), depth }, createScanDeps(clients, { ...LIMITS, readBackWaitsMs: [1] }));
}

const stateOf = (report: Report) =>
  Object.fromEntries(report.results.map(({ accountId, verdict, reason }) => [accountId, reason ?? verdict]));
const calls = (operation: string) => sandbox.calls.filter((call) => call.operation === operation);

describe('check --depth status', () => {
  test('shows every member from one list, without a role in any member', async () => {
    const report = await run(world(), { depth: 'status' });
    expect(stateOf(report)).toEqual({
      [ADMINISTRATOR]: 'compliant',
      [MANAGEMENT]: 'compliant',
      [ON]: 'compliant',
      [PAUSED]: 'drifted',
      [SUSPENDED]: 'not-applicable',
      [OUTSIDE]: 'not-reached',
    });
    expect(calls('AssumeRole')).toEqual([]);
    expect(calls('ListMembers')).toHaveLength(1);
    expect(report.scope).toMatchObject({ kind: 'partial', settings: ['status'], targets: 6 });
    expect(report.results.find(({ accountId }) => accountId === ON)).toMatchObject({
      settings: { status: 'ENABLED' },
      unknowns: [],
      accountName: 'prod',
    });
  });

  test('a paused member is resumed by its administrator, without a role in it', async () => {
    const accounts = { [PAUSED]: `${ACCOUNTS[PAUSED]}, roles: { "*": null }` };
    const report = await run(world({ accounts }), { yaml: `${YAML}\nremediation: enforce`, depth: 'status' });
    expect(report.results.flatMap(({ drifts }) => drifts)).toMatchObject([
      { setting: 'status', actual: 'PAUSED', action: 'resume-member', outcome: 'verified' },
    ]);
    // Its buckets are counted with its own role, and the cost of the plan is not known without it.
    expect(report.cost).toMatchObject({ notEstimated: 2, items: [{ accountId: PAUSED }, { accountId: PAUSED }] });
    expect(calls('UpdateMemberSession').map(({ accountId }) => accountId)).toEqual([ADMINISTRATOR]);
  });

  test.each([
    ['Created', 'pending'],
    ['RegionDisabled', 'not-applicable'],
    ['AccountSuspended', 'not-applicable'],
    ['Removed', 'not-reached'],
    ['Novel', 'bad-response'],
  ])('a member that is %s is %s', async (relationship, expected) => {
    const accounts = { [ON]: `membership: ${relationship}` };
    const report = await run(world({ accounts }), { depth: 'status' });
    expect(stateOf(report)[ON]).toBe(expected);
  });

  test('a list that cannot be read makes its Region unknown, with its reason', async () => {
    const rest = 'faults: [{ match: { operations: ["macie2:ListMembers"] }, kind: deny }]';
    const report = await run(world({ rest }), { depth: 'status' });
    expect(stateOf(report)).toMatchObject({ [ON]: 'access-denied', [PAUSED]: 'access-denied' });
  });

  const HANGING = 'faults: [{ match: { operations: ["macie2:ListMembers"], regions: [us-east-1] }, kind: hang }]';
  const TWO_REGIONS = 'accounts: organization\nregions: [eu-west-1, us-east-1]';

  test('counts Regions as they are listed, and stopped by a person it reports those as a part', async () => {
    sandbox.reset(world({ rest: HANGING }));
    const cancel = new AbortController();
    const lines: string[] = [];
    const onProgress: ScanDeps['onProgress'] = (progress) => {
      lines.push(progressText(progress, { elapsedMs: 1000, width: 120 }));
      if (progress.phase === 'reading' && progress.regions?.done === 1) cancel.abort();
    };
    const deps = { ...createScanDeps(clients), onProgress };
    const request = { ...requestFor(TWO_REGIONS), depth: 'status' as const };
    const { scope, notices, results } = await runOnce(request, deps, { cancel: cancel.signal });
    expect(lines.map((line) => line.replaceAll(/[━─]+ /g, ''))).toEqual([
      'reading 0/2 Regions, 0 targets, 0 drifted, 0 unknown',
      'reading 1/2 Regions, 5 targets, 1 drifted, 1 unknown, 1 s left',
      'reading 2/2 Regions, 10 targets, 1 drifted, 5 unknown',
    ]);
    expect(scope).toMatchObject({ kind: 'partial', settings: ['status'], ofTargets: 12 });
    expect(notices.map(({ kind }) => kind)).toContain('cancelled');
    const there = results.filter(({ region }) => region === 'us-east-1');
    expect(there.map(({ reason }) => reason)).toEqual(
      there.map(({ accountId }) => (accountId === SUSPENDED ? null : 'not-reached')),
    );
    expect(results.find(({ region, accountId }) => region === 'eu-west-1' && accountId === PAUSED)?.verdict).toBe(
      'drifted',
    );
  });

  test('a Region that is down is waited for once, and its administrator is not asked there', async () => {
    clients.destroy();
    clients = createClients({ homeRegion: 'us-east-1', requestTimeoutMs: 300, readAttempts: 1 });
    const report = await run(world({ rest: HANGING }), { yaml: TWO_REGIONS, depth: 'status' });
    const there = report.results.filter(({ region }) => region === 'us-east-1');
    expect(new Set(there.map(({ reason }) => reason))).toEqual(new Set(['timeout', null]));
    expect(calls('ListMembers').filter(({ region }) => region === 'us-east-1')).toHaveLength(1);
    expect(calls('GetMacieSession').map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  test('an administrator without Macie in a Region is told, and its members are unknown there', async () => {
    const accounts = { [ADMINISTRATOR]: 'sessions: {}' };
    const report = await run(world({ accounts }), { depth: 'status' });
    expect(stateOf(report)[ON]).toBe('not-reached');
    expect(report.notices).toMatchObject([
      {
        kind: 'administrator',
        message: expect.stringContaining(`Macie is off in the administrator ${NAMED} in eu-west-1`),
      },
    ]);
    expect(stateOf(report)[ADMINISTRATOR]).toBe('drifted');
  });

  test('the administrator may be another account: its role is assumed', async () => {
    const other = world({ organization: `  hub: "${MANAGEMENT}"` });
    const report = await run(other, { depth: 'status' });
    expect(stateOf(report)).toMatchObject({ [ON]: 'compliant', [PAUSED]: 'drifted' });
    expect(new Set(calls('AssumeRole').map(({ accountId }) => accountId))).toEqual(new Set([MANAGEMENT]));
  });
});

describe('in a full scan', () => {
  test('the list stands in for an account whose role cannot be assumed: its status is known, the rest unknown', async () => {
    const role = 'roles: { macie-warden-read: null }';
    const accounts = { [ON]: role, [PAUSED]: `membership: Paused, ${role}`, [OUTSIDE]: `membership: null, ${role}` };
    const refused = await run(world({ accounts }));
    const of = (id: string) => refused.results.find(({ accountId }) => accountId === id);
    expect(stateOf(refused)).toMatchObject({ [ON]: 'assume-role-denied', [OUTSIDE]: 'assume-role-denied' });
    expect(of(PAUSED)).toMatchObject({ verdict: 'drifted', reason: 'assume-role-denied' });
    expect(of(OUTSIDE)?.session).toBeNull();
    const on = refused.results.find(({ accountId }) => accountId === ON);
    expect(on).toMatchObject({ settings: { status: 'ENABLED' }, session: { status: 'ENABLED' } });
    expect(calls('ListMembers')).toHaveLength(1);
  });

  test('a member that its administrator resumed stays unknown for the role that was refused', async () => {
    const accounts = { [PAUSED]: 'membership: Paused, roles: { macie-warden-read: null, macie-warden-repair: null }' };
    const report = await run(world({ accounts }), { yaml: `${YAML}\nremediation: enforce` });
    expect(report.results.find(({ accountId }) => accountId === PAUSED)).toMatchObject({
      drifts: [{ action: 'resume-member', outcome: 'verified' }],
      reason: 'assume-role-denied',
    });
  });

  test('a Region that is down is not asked for its members', async () => {
    const accounts = { [ON]: 'roles: { macie-warden-read: null }' };
    const rest = 'faults: [{ match: { regions: [eu-west-1], operations: ["macie2:*"] }, kind: reset }]';
    const report = await run(world({ accounts, rest }), { yaml: TWO_REGIONS });
    expect(calls('ListMembers').map(({ region }) => region)).toEqual(['us-east-1']);
    expect(report.summary).toMatchObject({ targets: 12, unknown: 6, notApplicable: 2 });
  });
});

describe('what AWS does to a list', () => {
  test.each([
    ['empty pages with a token', '{ match: { operations: [ListMembers, ListAccounts] }, kind: empty-page, times: 2 }'],
    ['throttled calls', '{ match: { operations: [ListMembers, ListAccounts] }, kind: throttle, times: 2 }'],
  ])('costs no account: %s', async (_, fault) => {
    const [plain, odd] = [
      await run(world(), { depth: 'status' }),
      await run(world({ rest: `faults: [${fault}]` }), { depth: 'status' }),
    ];
    expect(calls('ListMembers').length).toBeGreaterThan(1);
    expect(stateOf(odd)).toEqual(stateOf(plain));
  });
});

describe('two delegated administrators', () => {
  const OF_ONE_REGION = `{ "*": "${ADMINISTRATOR}", us-east-1: "${ON}" }`;
  const status = (options: WorldOptions) =>
    run(world({ administrator: OF_ONE_REGION, ...options }), { yaml: TWO_REGIONS, depth: 'status' });

  test('another administrator in one Region is told, and shows the members there', async () => {
    const report = await status({});
    expect(report.summary).toMatchObject({ unknown: 2 });
    expect(report.notices).toEqual([
      {
        kind: 'administrator',
        message: `the Macie administrator is not the same account everywhere: ${NAMED} in eu-west-1; prod (${ON}) in us-east-1`,
      },
    ]);
  });

  test('one that has members by invitation where another is designated does not speak for that Region', async () => {
    const invited = `{ us-east-1: { by: invitation, status: Paused, administrator: "${ADMINISTRATOR}", email: a@example.com } }`;
    const report = await status({ accounts: { [OUTSIDE]: `membership: ${invited}` } });
    expect(
      calls('ListMembers')
        .filter(({ region }) => region === 'us-east-1')
        .map(({ accountId }) => accountId),
    ).toEqual([ADMINISTRATOR, ON]);
    expect(report.notices.map(({ message }) => message)).toEqual([
      `the Macie administrator is not the same account everywhere: ${NAMED} in eu-west-1; prod (${ON}) in us-east-1`,
    ]);
    const there = report.results.filter(({ region, verdict }) => region === 'us-east-1' && verdict === 'drifted');
    expect(there.map(({ accountId }) => accountId)).toEqual([PAUSED]);
  });

  test('a Region where none of them could be asked says nothing about who it is', async () => {
    const rest = 'faults: [{ match: { regions: [us-east-1], operations: [ListMembers] }, kind: deny }]';
    const report = await status({ rest });
    expect(report.notices).toEqual([]);
    expect(report.results.filter(({ reason }) => reason === 'access-denied').map(({ region }) => region)).toEqual(
      Array.from({ length: 5 }, () => 'us-east-1'),
    );
  });

  test('a Region that gives the first no answer is not asked by the second', async () => {
    const rest = 'faults: [{ match: { regions: [us-east-1], operations: [ListMembers] }, kind: reset }]';
    await status({ rest });
    const asked = calls('ListMembers').filter(({ region }) => region === 'us-east-1');
    expect(new Set(asked.map(({ accountId }) => accountId))).toEqual(new Set([ADMINISTRATOR]));
  });
});
