import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClients, type Clients } from '../../lib/aws/clients.ts';
import { AREAS } from '../../lib/core/doctor/finding.ts';
import { putRun } from '../../lib/state/runs.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { SERVICES } from '../../sandbox/services/registry.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { codesIn, tableOf, textOf } from '../docs/markdown.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { atTerminal, type Shown } from './at-terminal.ts';

const OWN = '111122223333';
const MANAGEMENT = '999900000001';
const TOKEN = 'xoxb-1-secret';
/** Every settings group. */
const POLICY = `version: 1
accounts: organization
regions: [us-east-1, eu-west-1]
desired:
  status: ENABLED
  membership: member
  automatedDiscovery: ENABLED
  automatedDiscoveryOfMembers: ENABLED
  organization: { administrator: '${OWN}', autoEnable: false, memberLimit: not-reached }
  findingsPublication: { policyFindings: true }
  classificationExport: { bucketName: results, kmsKeyArn: 'arn:aws:kms:{region}:{account}:key/1' }
  reveal: { status: ENABLED }
  securityHub: ENABLED
`;

let sandbox: Sandbox;
let clients: Clients;
let cwd: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  clients = createClients({ homeRegion: 'us-east-1' });
  cwd = mkdtempSync(join(tmpdir(), 'doctor-'));
  writeFileSync(join(cwd, 'policy.yml'), POLICY);
});
afterAll(async () => {
  clients.destroy();
  await sandbox.close();
});
beforeEach(() => reset());

/** A stack of an organization with everything on, and all of it right; `stack` and `rest` change it. */
function reset({
  stack = ', securityHub: hub, digest: ENABLED, pulse: ENABLED',
  rest = '',
  bus = 'alerts',
  hub = 'ENABLED',
} = {}): void {
  sandbox.reset(
    parseWorld(
      `
organization:
  managementAccount: '${MANAGEMENT}'
  administrator: '${OWN}'
  accounts:
    '${MANAGEMENT}': { name: management, sessions: { '*': {} } }
    '${OWN}': { name: security, sessions: { '*': {} }, securityHub: { us-east-1: ${hub}, eu-west-1: ENABLED } }
    '222233334444': { name: prod, sessions: { '*': {} } }
topics: [{ account: '${OWN}', region: us-east-1, name: macie-warden-prod }]
tables: [macie-warden-prod]
eventBuses: [{ account: '${OWN}', region: us-east-1, name: ${bus} }]
parameters: { /slack: { type: SecureString, value: ${TOKEN} }, /policy: ${JSON.stringify(POLICY)} }
stack: { account: '${OWN}', region: us-east-1, policySource: 'ssm:/policy', slackTokenParameter: /slack, alertBus: alerts, organization: true${stack} }
trails: [{ account: '${MANAGEMENT}', region: us-east-1, name: all, organization: true }]
${rest}`,
      'world',
    ),
  );
}

function doctor(...args: readonly string[]): Promise<Shown> {
  const env = { ...sandboxEnv(sandbox), NO_COLOR: '1', HOME: cwd, AWS_MAX_ATTEMPTS: '1' };
  return atTerminal(['doctor', ...args], { cwd, columns: 400, env });
}

const lines = ({ stdout }: Shown, standing: string): readonly string[] =>
  stdout.split('\n').flatMap((line) => (line.startsWith(`  ${standing} `) ? [line.slice(13)] : []));

test('all is right: no line but ok, each call is in the policy of the guide, and each area in its table', async () => {
  const at = new Date(Date.now() - 600_000).toISOString();
  const summary = { targets: 2, compliant: 2, drifted: 0, waived: 0, unknown: 0, notApplicable: 0 };
  await putRun(
    {
      runId: 'r',
      trigger: 'schedule',
      verdict: 'compliant',
      scope: 'full',
      summary,
      repairMinutes: [],
      startedAt: at,
      finishedAt: at,
    },
    null,
    { client: clients.dynamodb, table: 'macie-warden-prod', wait: () => Promise.resolve() },
  );
  const before = sandbox.calls.length;
  const shown = await doctor();
  expect([lines(shown, 'wrong'), lines(shown, 'not known'), shown.code]).toEqual([[], [], 0]);
  expect(shown.stdout).not.toContain('secret');

  const called = sandbox.calls
    .slice(before)
    .filter(({ accountId }) => accountId === OWN)
    .map(({ service, operation }) => `${service}:${actionOf(service, operation)}`)
    .filter((action) => action !== 'sts:GetCallerIdentity');
  const documented: { Statement: readonly { Action: string | readonly string[] }[] } = JSON.parse(
    /```json\n([^]*?)```/.exec(textOf('docs/doctor.md'))?.[1] ?? '',
  );
  expect([...new Set(called)].toSorted()).toEqual(documented.Statement.flatMap(({ Action }) => Action).toSorted());
  const fields = Object.keys(JSON.parse((await doctor('--json')).stdout));
  expect(fields).toEqual(tableOf('docs/doctor.md', 'field').map(([field = '']) => codesIn(field)[0]));
  expect(tableOf('docs/doctor.md', 'area').map(([area = '']) => codesIn(area)[0])).toEqual(AREAS);
});

function actionOf(service: string, operation: string): string {
  const found = Object.values(SERVICES).find(({ name }) => name === service);
  return found?.actions?.[operation] ?? operation;
}

describe('one thing is wrong', () => {
  test.each<readonly [string, Parameters<typeof reset>[0], string, RegExp]>([
    [
      'the role of a step',
      { stack: ", deniedActions: ['OrganizationGateRole dynamodb:Query']" },
      'access',
      /^role macie-warden-prod-OrganizationGateRole: IAM denies dynamodb:Query on arn:aws:dynamodb:us-east-1:111122223333:table\/macie-warden-prod$/,
    ],
    [
      'putting events',
      { stack: ", deniedActions: ['OrganizationConcludeRole events:PutEvents']" },
      'access',
      /^role \S+ConcludeRole: IAM denies events:PutEvents on arn:aws:events:us-east-1:111122223333:event-bus\/alerts$/,
    ],
    [
      'importing findings',
      { stack: ", securityHub: hub, deniedActions: ['OrganizationConcludeRole securityhub:BatchImportFindings']" },
      'access',
      /denies securityhub:BatchImportFindings on \S+product\/111122223333\/default$/,
    ],
    [
      'archiving',
      { stack: ", deniedActions: ['CheckRole s3:PutObject']" },
      'access',
      /^role \S+CheckRole: IAM denies s3:PutObject on \S+reportarchive\/reports\//,
    ],
    [
      'the bus',
      { bus: 'others' },
      'notifications',
      /^alert bus alerts: it does not exist in us-east-1 of 111122223333/,
    ],
    ['Security Hub', { hub: 'DISABLED' }, 'notifications', /^Security Hub in us-east-1: it is off/],
    [
      'the archive',
      { stack: ', archive: { private: false }' },
      'archive',
      /^archive of reports, bucket \S+: public access is possible: BlockPublicPolicy, RestrictPublicBuckets are off/,
    ],
    [
      'the objects of runs',
      { stack: ', runsBucket: null' },
      'archive',
      /^objects of runs, bucket \S+: it does not exist/,
    ],
    [
      'the machine',
      { stack: ', machine: null' },
      'runs',
      /^state machine macie-warden-prod-organization: it does not exist/,
    ],
    [
      'the last execution',
      { stack: ', executions: [{ status: FAILED, minutesAgo: 5 }]' },
      'runs',
      /^last execution: FAILED, started 5 minutes ago/,
    ],
    [
      'what the schedule starts',
      { stack: ", scheduleTarget: 'arn:aws:lambda:us-east-1:111122223333:function:macie-warden-prod-check'" },
      'runs',
      /^schedule macie-warden-prod-check: it starts \S+, not macie-warden-prod-organization/,
    ],
    [
      'the schedule of the pulse',
      { stack: ', securityHub: hub, pulse: DISABLED' },
      'runs',
      /^schedule macie-warden-prod-pulse: it is DISABLED/,
    ],
    [
      'the mapping',
      { stack: ', eventSource: { state: Disabled }' },
      'changes',
      /^mapping of the queue to macie-warden-prod-change: it is Disabled/,
    ],
    [
      'the result of the mapping',
      { stack: ", eventSource: { lastResult: 'PROBLEM: Function call failed' }" },
      'changes',
      /its last result is PROBLEM/,
    ],
    [
      'the key',
      { stack: ', key: { state: PendingDeletion }' },
      'notifications',
      /^key \S+ of the topic: its state is PendingDeletion/,
    ],
    [
      'the runtime',
      { stack: ', runtime: nodejs20.x' },
      'versions',
      /^deployed code: .*nodejs20\.x.*; this version runs on nodejs24\.x/,
    ],
    [
      'the role in an account',
      { rest: 'faults: [{ kind: deny, match: { accounts: ["222233334444"], operations: [AssumeRole] } }]' },
      'accounts',
      /^role macie-warden-read in prod \(222233334444\)/,
    ],
  ])('%s', async (_, parts, area, expected) => {
    reset(parts);
    const shown = await doctor('--only', area);
    const found = [...lines(shown, 'wrong'), ...lines(shown, 'not known')].filter(
      (line) => !line.startsWith('last full run'),
    );
    expect(found).toEqual([expect.stringMatching(expected)]);
  });
});

test('members import findings: whether their Security Hub is on, each run reads if the policy compares it', async () => {
  reset({ stack: ', securityHub: members' });
  const named = await doctor('--only', 'notifications');
  expect(lines(named, 'ok')).toContainEqual(
    expect.stringMatching(/^Security Hub in other accounts: each run compares/),
  );
  writeFileSync(
    join(cwd, 'plain.yml'),
    'version: 1\naccounts: organization\nregions: [us-east-1]\ndesired: { status: ENABLED }\n',
  );
  const plain = await doctor('--only', 'notifications', '--policy', join(cwd, 'plain.yml'));
  expect(lines(plain, 'not known')).toEqual([expect.stringMatching(/^Security Hub in other accounts/)]);
});

test('the settings of a map are read, and the administrator that the policy names is compared', async () => {
  writeFileSync(
    join(cwd, 'maps.yml'),
    `version: 1\naccounts: organization\nregions: [us-east-1]\ndesired: { organization: { administrator: '${MANAGEMENT}' }, reveal: { status: ENABLED } }\n`,
  );
  const shown = await doctor('--only', 'accounts,macie', '--policy', join(cwd, 'maps.yml'));
  expect(lines(shown, 'wrong')).toEqual([
    `delegated administrator of Macie: it is ${OWN}, and the policy names ${MANAGEMENT}`,
  ]);
  expect(sandbox.calls.map(({ operation }) => operation)).toContain('GetRevealConfiguration');
});

describe('an answer that proves nothing is not known, and never wrong', () => {
  const OPERATIONS: Readonly<Record<string, string>> = {
    DescribeStacks: 'versions',
    ListStackResources: 'versions',
    GetFunctionConfiguration: 'versions',
    SimulatePrincipalPolicy: 'access',
    ListRegions: 'regions',
    GetParametersByPath: 'regions',
    GetMacieSession: 'macie',
    ListAccounts: 'accounts',
    AssumeRole: 'accounts',
    DescribeTimeToLive: 'table',
    GetTopicAttributes: 'notifications',
    GetParameter: 'notifications',
    DescribeKey: 'notifications',
    GetKeyPolicy: 'notifications',
    DescribeEventBus: 'notifications',
    DescribeHub: 'notifications',
    GetBucketEncryption: 'archive',
    GetPublicAccessBlock: 'archive',
    GetSchedule: 'runs',
    DescribeStateMachine: 'runs',
    ListExecutions: 'runs',
    GetQueueAttributes: 'runs',
    DescribeRule: 'changes',
    ListTargetsByRule: 'changes',
    ListEventSourceMappings: 'changes',
    DescribeTrails: 'trails',
    GetTrailStatus: 'trails',
    GetEventSelectors: 'trails',
  };

  test.each(Object.entries(OPERATIONS))('%s without content', async (operation, area) => {
    reset({ rest: `faults: [{ kind: empty, match: { operations: [${operation}] } }]` });
    const shown = await doctor('--only', area, '--policy', join(cwd, 'policy.yml'));
    const wrong = lines(shown, 'wrong').filter((line) => !line.startsWith('last full run'));
    // What is no answer of Macie is to be reported.
    expect(wrong.filter((line) => !line.startsWith('Macie in'))).toEqual([]);
    expect([...wrong, ...lines(shown, 'not known')]).not.toEqual([]);
  });

  test.each(['deny', 'server-error', 'html', 'reset'])('%s of everything', async (kind) => {
    const operations = [...Object.keys(OPERATIONS), 'Query', 'GetItem'];
    reset({ rest: `faults: [{ kind: ${kind}, match: { operations: [${operations.join(', ')}] } }]` });
    const { code, stdout } = await doctor('--json', '--policy', join(cwd, 'policy.yml'));
    const { findings, counts, result } = JSON.parse(stdout);
    const wrong = findings.filter(
      ({ standing, what }: Readonly<Record<string, string>>) => standing === 'wrong' && what !== 'last full run',
    );
    const named = wrong.map(({ what }: { what: string }) => what.split(' ')[0]);
    // A call of the person that is denied, and an answer of Macie that is denied or no answer, have a next step.
    const expected =
      { deny: ['account:ListRegions', 'organizations:ListAccounts', 'Macie'], html: ['Macie'] }[kind] ?? [];
    expect(named).toEqual(expected);
    expect([code, result]).toEqual(counts.wrong > 0 ? [1, 'wrong'] : [2, 'not-known']);
    expect(counts['not-known']).toBeGreaterThan(10);
    expect(stdout).not.toMatch(/secret|\n {4,}at /);
  });
});
