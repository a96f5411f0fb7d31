import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableMacieCommand, EnableMacieCommand } from '@aws-sdk/client-macie2';
import { BatchUpdateFindingsCommand, GetFindingsCommand } from '@aws-sdk/client-securityhub';
import type { CheckAnswer } from '../../lib/app/check/check.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';
import { useSandbox } from '../sandbox/environment.ts';
import { forgetModules } from './cold-start.ts';
import { CONTEXT } from './context.ts';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:alerts';
const path = join(mkdtempSync(join(tmpdir(), 'findings-')), 'policy.yml');

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let logged: string[] = [];
beforeEach(() => {
  logged = [];
  const keep = (line: unknown): void => void logged.push(String(line));
  for (const level of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(keep);
});
afterEach(() => {
  jest.restoreAllMocks();
});

async function coldStart(hub: 'ENABLED' | 'DISABLED', rest = '') {
  const topic =
    '{ account: "111122223333", region: us-east-1, name: alerts, subscriptions: [{ protocol: email, endpoint: a@example.com }] }';
  const sessions = '{ eu-west-1: { status: PAUSED, updatedAt: "2026-01-01T00:00:00Z" } }';
  sandbox.reset(
    parseWorld(
      `topics: [${topic}]\ntables: [state]\naccounts: { "111122223333": { securityHub: { us-east-1: ${hub} }, sessions: ${sessions} } }\n${rest}`,
      'world',
    ),
  );
  writeFileSync(path, 'version: 1\nregions: [eu-west-1]\ndesired: { status: ENABLED }\n');
  Object.assign(process.env, {
    TOPIC_ARN,
    POLICY_SOURCE: path,
    REMEDIATION: 'report',
    STATE_TABLE: 'state',
    AWS_REGION: 'us-east-1',
    SECURITY_HUB_ACCOUNT: '111122223333',
    AWS_MAX_ATTEMPTS: '1',
    POWERTOOLS_DEV: 'true',
  });
  forgetModules();
  const { handler } = await import('../../handlers/check.ts');
  return (): Promise<CheckAnswer> => handler({}, CONTEXT);
}

const hub = () => clientsOf(sandbox, { region: 'us-east-1' }).securityHub;
const imports = () => sandbox.calls.filter(({ operation }) => operation === 'BatchImportFindings').length;

async function finding() {
  const { Findings = [] } = await hub().send(new GetFindingsCommand({}));
  expect(Findings).toHaveLength(1);
  return Findings[0];
}

test('a finding that opens, changes and is resolved ends archived, and keeps the work of people', async () => {
  const invoke = await coldStart('ENABLED');
  await invoke();
  const open = await finding();
  expect(open).toMatchObject({
    Id: 'macie-warden/111122223333/eu-west-1/status',
    Title: 'Macie is PAUSED in eu-west-1 of 111122223333',
    Compliance: { Status: 'FAILED' },
    RecordState: 'ACTIVE',
    Workflow: { Status: 'NEW' },
  });
  const identifier = { Id: open?.Id, ProductArn: open?.ProductArn };
  await hub().send(
    new BatchUpdateFindingsCommand({ FindingIdentifiers: [identifier], Workflow: { Status: 'NOTIFIED' } }),
  );

  // A run without news sends none.
  await invoke();
  expect(imports()).toBe(1);

  await clientsOf(sandbox).macie.send(new DisableMacieCommand({}));
  await invoke();
  const changed = await finding();
  expect(changed).toMatchObject({
    Title: 'Macie is OFF in eu-west-1 of 111122223333',
    FindingProviderFields: { Severity: { Label: 'CRITICAL' } },
    Workflow: { Status: 'NOTIFIED' },
  });
  expect(String(changed?.UpdatedAt) > String(open?.UpdatedAt)).toBe(true);

  await clientsOf(sandbox).macie.send(new EnableMacieCommand({}));
  expect(await invoke()).toMatchObject({ verdict: 'compliant' });
  expect(await finding()).toMatchObject({
    Compliance: { Status: 'PASSED' },
    RecordState: 'ARCHIVED',
    Workflow: { Status: 'NOTIFIED' },
  });
  expect(sandbox.inbox).toHaveLength(3);
});

test('findings that were not taken wait for Security Hub, and the email is not repeated', async () => {
  const invoke = await coldStart(
    'ENABLED',
    'faults: [{ kind: deny, times: 1, match: { operations: [BatchImportFindings] } }]',
  );
  await invoke();
  expect(logged.join('\n')).toContain('securityHub did not take the message');
  await invoke();
  expect(await finding()).toMatchObject({ RecordState: 'ACTIVE' });
  expect(sandbox.inbox).toHaveLength(1);
});

test('where Security Hub is not on, one run says so, and the next ones do not', async () => {
  const invoke = await coldStart('DISABLED');
  await invoke();
  expect(logged.filter((line) => line.includes('Turn Security Hub CSPM on'))).toHaveLength(1);
  await invoke();
  await invoke();
  expect(logged.filter((line) => line.includes('Turn Security Hub CSPM on'))).toHaveLength(1);
  expect(sandbox.inbox).toHaveLength(1);
});
