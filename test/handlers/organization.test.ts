import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import { parseMachine } from '../../sandbox/stack/machine/definition.ts';
import { startExecution } from '../../sandbox/stack/machine/execution.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ADMINISTRATOR, MANAGEMENT, PAUSED_MEMBER, POLICY, world } from '../app/machine/organization.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { ARNS, DEFINITION, SUBSTITUTIONS } from '../sandbox/stack/machine/organization.ts';
import { awsOf } from '../sandbox/stack/machine/machines.ts';
import { CONTEXT } from './context.ts';

type Handler = (event: unknown, context: Context) => Promise<unknown>;

let sandbox: Sandbox;
const policy = join(mkdtempSync(join(tmpdir(), 'organization-')), 'policy.yml');
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
  Object.assign(process.env, {
    TOPIC_ARN: `arn:aws:sns:us-east-1:${ADMINISTRATOR}:alerts`,
    POLICY_SOURCE: policy,
    REMEDIATION: 'enforce',
    STATE_TABLE: 'state',
    ARCHIVE_BUCKET: 'archive',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_SERVICE_NAME: 'macie-warden-prod',
  });
  writeFileSync(policy, POLICY);
});
afterAll(() => sandbox.close());
beforeEach(() => {
  for (const level of ['log', 'info', 'warn', 'error'] as const)
    jest.spyOn(console, level).mockImplementation(() => {});
});

async function handlers(): Promise<Readonly<Record<keyof typeof ARNS, Handler>>> {
  const [plan, scan, gate, repair, conclude] = await Promise.all([
    import('../../handlers/organization-plan.ts'),
    import('../../handlers/organization-scan.ts'),
    import('../../handlers/organization-gate.ts'),
    import('../../handlers/organization-repair.ts'),
    import('../../handlers/organization-conclude.ts'),
  ]);
  return {
    PlanFunctionArn: plan.handler,
    ScanFunctionArn: scan.handler,
    GateFunctionArn: gate.handler,
    RepairFunctionArn: repair.handler,
    ConcludeFunctionArn: conclude.handler,
  };
}

test('the handlers are the functions of the state machine', async () => {
  sandbox.reset(parseWorld(world({ 0: PAUSED_MEMBER }), 'world'));
  const loaded = Object.entries(await handlers());
  const functions = Object.fromEntries(
    loaded.map(([name, handler]) => [
      ARNS[name as keyof typeof ARNS],
      (event: unknown) => handler(event, { ...CONTEXT, getRemainingTimeInMillis: () => 120_000 }),
    ]),
  );
  const readObject = async (bucket: string, key: string): Promise<string> => {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=${ADMINISTRATOR}/20261124/us-east-1/s3/aws4_request`,
    };
    return (await fetch(`${sandbox.url}/${bucket}/${key}`, { headers })).text();
  };
  const machine = parseMachine(DEFINITION, SUBSTITUTIONS);
  const aws = awsOf(functions, new Map(), { readObject });
  const execution = await startExecution(machine, { name: 'run-1', input: { remediation: 'enforce' } }, aws);
  expect(execution.error).toBeNull();
  expect(execution.data).toMatchObject({ runId: 'run-1', verdict: 'compliant', published: true, alerts: 1 });
  expect(sandbox.inbox).toHaveLength(1);
  expect(sandbox.calls.some(({ accountId }) => accountId === MANAGEMENT)).toBe(true);
});

test('an input that the state machine does not make is refused in a sentence', async () => {
  const { PlanFunctionArn, ScanFunctionArn, GateFunctionArn, RepairFunctionArn, ConcludeFunctionArn } =
    await handlers();
  const steps = [ScanFunctionArn, GateFunctionArn, RepairFunctionArn, ConcludeFunctionArn];
  for (const handler of steps)
    await expect(handler({ runId: '../other' }, CONTEXT)).rejects.toThrow(
      /^runId: the input is not that of the step \S+.* of the state machine\. Start an execution/,
    );
  const plan = (event: object): Promise<unknown> =>
    PlanFunctionArn({ runId: 'run-1', maxConcurrency: '10', request: {}, ...event }, CONTEXT);
  await expect(plan({ maxConcurrency: '0' })).rejects.toThrow(
    'maxConcurrency: expected a whole number from 1, found "0". Deploy with another --param maxConcurrency',
  );
  sandbox.reset(parseWorld(world(), 'world'));
  await expect(plan({ request: { region: 'eu-west-1' } })).rejects.toThrow(/^event: unknown key "region"/);
});
