import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { parseMachine } from '../../sandbox/stack/machine/definition.ts';
import { startExecution } from '../../sandbox/stack/machine/execution.ts';
import { Failure } from '../../sandbox/stack/machine/failure.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ADMINISTRATOR, member, PAUSED_ALONE, PAUSED_MEMBER, POLICY, world } from '../app/machine/organization.ts';
import { ARNS, DEFINITION, SUBSTITUTIONS } from '../sandbox/stack/machine/organization.ts';
import { clientsOf } from '../sandbox/values.ts';
import { ORGANIZATION, packageStack } from './package-stack.ts';
import { invoke, loadedFiles, unpack, type Task } from './zip.ts';

// The state machine with the functions as they are deployed: each step in a process of its own, from the zip alone.
let sandbox: Sandbox;
let s3: S3Client;
let task: Task;
beforeAll(async () => {
  sandbox = await startSandbox();
  const credentials = { accessKeyId: ADMINISTRATOR, secretAccessKey: 'x' };
  s3 = new S3Client({ endpoint: sandbox.url, region: 'us-east-1', forcePathStyle: true, credentials });
  task = unpack(await packageStack(ORGANIZATION));
});
afterAll(async () => {
  s3.destroy();
  await sandbox.close();
});

const STEPS = ['plan', 'scan', 'gate', 'repair', 'conclude'] as const;

interface Run {
  readonly members?: Parameters<typeof world>[0];
  readonly policy?: string;
  readonly input?: object;
  /** The shard of the step `scan` that crashes at every attempt. */
  readonly crashes?: number;
}

/** Runs the machine over a new world. The steps that were invoked, in their order, each once, and the answer of the last. */
async function runMachine({ members = {}, policy = POLICY, input = {}, crashes }: Run) {
  const more = `parameters:
  /macie-warden/policy: ${JSON.stringify(policy)}
  /macie-warden/slack: { type: SecureString, value: "${sandbox.url}/slack/T0/B0/secret" }`;
  const text = world(members, more)
    .replace('tables: [state]', 'tables: [macie-warden-prod]')
    .replace('archive/README', 'ArchiveBucket/README');
  sandbox.reset(parseWorld(text, 'world'));
  const invoked = new Set<string>();
  const env = { ...sandboxEnv(sandbox, ADMINISTRATOR), AWS_REGION: 'us-east-1' };
  const functions = STEPS.map((step) => {
    const arn = ARNS[`${step.charAt(0).toUpperCase()}${step.slice(1)}FunctionArn` as keyof typeof ARNS];
    const run = async (event: unknown): Promise<unknown> => {
      if (step === 'scan' && Object(event).shard === crashes) throw new Failure('Runtime.ExitError', 'crashed');
      invoked.add(step);
      return invoke(task, `organization-${step}`, { event: Object(event), env });
    };
    return [arn, run] as const;
  });
  const execution = await startExecution(
    parseMachine(DEFINITION, SUBSTITUTIONS),
    { name: 'run-1', input },
    {
      functions: new Map(functions),
      readObject: async (Bucket, Key) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      },
      wait: () => Promise.resolve(),
      random: () => 0.5,
    },
  );
  expect(execution.error).toBeNull();
  return { invoked: [...invoked], output: execution.data };
}

const writes = () =>
  sandbox.trail
    .filter(({ readOnly }) => !readOnly)
    .map(({ eventName, recipientAccountId }) => `${eventName} by ${recipientAccountId}`)
    .toSorted();
const emails = () => sandbox.inbox.filter(({ protocol }) => protocol === 'email').map(({ subject }) => subject);

test('repairs by the administrator, by the account, and of one that was never added: one message', async () => {
  const members = { 3: PAUSED_MEMBER, 4: '{ membership: null, sessions: {} }', 26: PAUSED_ALONE };
  const policy = POLICY.replace('regions: [eu-west-1, us-east-1]', 'regions: [eu-west-1]');
  const { invoked, output } = await runMachine({ members, policy });
  expect(invoked).toEqual([...STEPS]);
  expect(writes()).toEqual([
    `CreateMember by ${ADMINISTRATOR}`,
    `UpdateMacieSession by ${member(26)}`,
    `UpdateMemberSession by ${ADMINISTRATOR}`,
  ]);
  expect(output).toMatchObject({ verdict: 'compliant', published: true, summary: { targets: 30 } });
  expect(emails()).toHaveLength(1);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'ReportArchive', Key: 'reports/latest.json' }));
  const archived: unknown = JSON.parse((await Body?.transformToString()) ?? '');
  expect(archived).toMatchObject({ runId: 'run-1', summary: { targets: 30 }, alerts: expect.any(Array) });
  expect(sandbox.inbox[0]?.body).toMatch(/report in the archive: https:\/\/s3\.console\S+run-1\.html\n/);
});

test('a run of the status alone', async () => {
  const policy = POLICY.replace('remediation: enforce', 'remediation: report');
  const inHub = PAUSED_MEMBER.replace('{', '{ securityHub: { eu-west-1: ENABLED },');
  const { invoked, output } = await runMachine({ members: { 3: inHub }, policy, input: { depth: 'status' } });
  expect(invoked).toEqual(['plan', 'scan', 'gate', 'conclude']);
  expect(output).toMatchObject({ verdict: 'drifted', published: true, summary: { drifted: 1 } });
  expect(writes()).toEqual([]);
  expect(emails()).toEqual([expect.stringContaining(`(${member(3)})`)]);
  // By the role, in the account and Region of the target.
  const { securityHub } = clientsOf(sandbox, { account: member(3), region: 'eu-west-1' });
  expect(await securityHub.send(new GetFindingsCommand({}))).toMatchObject({
    Findings: [
      { Id: `macie-warden/${member(3)}/eu-west-1/status`, AwsAccountId: member(3), Compliance: { Status: 'FAILED' } },
    ],
  });
});

test('a shard without a result costs its accounts, and the others are repaired', async () => {
  const { invoked, output } = await runMachine({ members: { 3: PAUSED_MEMBER, 26: PAUSED_ALONE }, crashes: 1 });
  expect(invoked).toEqual([...STEPS]);
  expect(output).toMatchObject({ verdict: 'unknown', summary: { targets: 60, unknown: 10, compliant: 50 } });
  expect(writes()).toEqual([`UpdateMemberSession by ${ADMINISTRATOR}`]);
  expect(sandbox.inbox.map(({ body }) => body).join('\n')).toContain('shard 1');
});

test('the steps have run every file of their own', () => {
  // Each function has its own copy of what is loaded later.
  const nameOf = (file: string): string => file.replace(/-[A-Z\d]{8}\.mjs$/, '');
  const ran = new Set([...loadedFiles(task)].map(nameOf));
  const own = [
    'organization',
    'archive-report',
    'report-objects',
    'security-hub',
    'open-accounts',
    'scan-status',
    'with-administrators',
    'write-member',
    'assume-role',
  ];
  expect(own.filter((name) => !ran.has(name))).toEqual([]);
});
