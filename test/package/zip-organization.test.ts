import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { parseMachine } from '../../sandbox/stack/machine/definition.ts';
import { startExecution } from '../../sandbox/stack/machine/execution.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ADMINISTRATOR, member, PAUSED_MEMBER, POLICY, world } from '../app/machine/organization.ts';
import { ARNS, DEFINITION, SUBSTITUTIONS } from '../sandbox/stack/machine/organization.ts';
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

const functions = () =>
  new Map(
    STEPS.map((step) => {
      const arn = ARNS[`${step.charAt(0).toUpperCase()}${step.slice(1)}FunctionArn` as keyof typeof ARNS];
      const env = { ...sandboxEnv(sandbox, ADMINISTRATOR), AWS_REGION: 'us-east-1' };
      const run = (event: unknown): Promise<unknown> =>
        invoke(task, `organization-${step}`, { event: Object(event), env });
      return [arn, run] as const;
    }),
  );

test('a run over an organization from the zip: one repair by the administrator, one message, every own file run', async () => {
  const more = `parameters:
  /macie-warden/policy: ${JSON.stringify(POLICY)}
  /macie-warden/slack: { type: SecureString, value: "${sandbox.url}/slack/T0/B0/secret" }`;
  const text = world({ 3: PAUSED_MEMBER }, more)
    .replace('tables: [state]', 'tables: [macie-warden-prod]')
    .replace('archive/README', 'ArchiveBucket/README');
  sandbox.reset(parseWorld(text, 'world'));
  const execution = await startExecution(
    parseMachine(DEFINITION, SUBSTITUTIONS),
    { name: 'run-1', input: {} },
    {
      functions: functions(),
      readObject: async (Bucket, Key) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      },
      wait: () => Promise.resolve(),
      random: () => 0.5,
    },
  );
  expect(execution.error).toBeNull();
  const writes = sandbox.trail.filter(({ readOnly }) => !readOnly).map(({ eventName }) => eventName);
  expect(writes).toEqual(['UpdateMemberSession']);
  expect(sandbox.inbox.filter(({ protocol }) => protocol === 'email').map(({ subject }) => subject)).toEqual([
    expect.stringContaining(`(${member(3)})`),
  ]);
  // Each function has its own copy of what is loaded later.
  const nameOf = (file: string): string => file.replace(/-[A-Z\d]{8}\.mjs$/, '');
  const ran = new Set([...loadedFiles(task)].map(nameOf));
  expect(['organization', 'open-accounts'].filter((name) => !ran.has(name))).toEqual([]);
});
