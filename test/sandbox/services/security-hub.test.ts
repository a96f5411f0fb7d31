import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  GetFindingsCommand,
  type AwsSecurityFinding,
} from '@aws-sdk/client-securityhub';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => use());
afterAll(() => sandbox.close());

function use(rest = ''): void {
  sandbox.reset(parseWorld(`accounts: { '${ACCOUNT}': { securityHub: { eu-west-1: ENABLED } } }\n${rest}`, 'world'));
}

function finding(over: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding {
  return {
    SchemaVersion: '2018-10-08',
    Id: 'one',
    ProductArn: `arn:aws:securityhub:eu-west-1:${ACCOUNT}:product/${ACCOUNT}/default`,
    GeneratorId: 'test',
    AwsAccountId: ACCOUNT,
    FindingProviderFields: { Severity: { Label: 'HIGH' }, Types: ['Software and Configuration Checks'] },
    CreatedAt: '2026-11-24T09:00:00.000Z',
    UpdatedAt: '2026-11-24T09:00:00.000Z',
    Title: 'A title',
    Description: 'A description',
    Resources: [{ Type: 'Other', Id: 'resource' }],
    Compliance: { Status: 'FAILED' },
    RecordState: 'ACTIVE',
    ...over,
  };
}

async function send(findings: readonly AwsSecurityFinding[], region = 'eu-west-1') {
  const { securityHub } = clientsOf(sandbox, { region });
  return securityHub.send(new BatchImportFindingsCommand({ Findings: [...findings] }));
}

async function stored() {
  const { Findings = [] } = await clientsOf(sandbox).securityHub.send(new GetFindingsCommand({}));
  return Findings;
}

test('stores findings, and a later one replaces all but the work of people', async () => {
  expect(await send([finding()])).toMatchObject({ SuccessCount: 1, FailedCount: 0 });
  const identifier = { Id: 'one', ProductArn: finding().ProductArn };
  await clientsOf(sandbox).securityHub.send(
    new BatchUpdateFindingsCommand({ FindingIdentifiers: [identifier], Workflow: { Status: 'NOTIFIED' } }),
  );
  await send([finding({ UpdatedAt: '2026-11-24T10:00:00.000Z', RecordState: 'ARCHIVED' })]);
  expect(await stored()).toMatchObject([{ Id: 'one', RecordState: 'ARCHIVED', Workflow: { Status: 'NOTIFIED' } }]);
  await send([finding({ UpdatedAt: '2026-11-24T11:00:00.000Z', Workflow: { Status: 'NEW' } })]);
  expect(await stored()).toMatchObject([{ Workflow: { Status: 'NEW' } }]);
});

test.each([
  ['a long title', { Title: 'x'.repeat(257) }, /^Title/],
  ['an empty description', { Description: '' }, /^Description/],
  ['a long description', { Description: 'x'.repeat(1025) }, /^Description/],
  ['a long id', { Id: 'x'.repeat(513) }, /^Id/],
  ['33 resources', { Resources: Array.from({ length: 33 }, () => ({ Type: 'Other', Id: 'r' })) }, /^Resources/],
  ['a time that is none', { UpdatedAt: 'today' }, /^UpdatedAt/],
  ['more than 240 KB', { Note: { Text: 'x'.repeat(250_000), UpdatedBy: 'me', UpdatedAt: '' } }, /240 KB/],
])('refuses %s, and takes the others of the call', async (_, over, message) => {
  const answer = await send([finding(over), finding({ Id: 'two' })]);
  expect(answer).toMatchObject({
    SuccessCount: 1,
    FailedFindings: [{ ErrorCode: 'InvalidInput', ErrorMessage: expect.stringMatching(message) }],
  });
  expect((await stored()).map(({ Id }) => Id)).toEqual(['two']);
});

test('refuses a finding that is not newer than the one it has', async () => {
  await send([finding()]);
  expect(await send([finding()])).toMatchObject({ FailedCount: 1, FailedFindings: [{ Id: 'one' }] });
});

test('refuses calls with more than 100 findings, of another account, and where it is not on', async () => {
  const many = Array.from({ length: 101 }, (_, index) => finding({ Id: String(index) }));
  await expect(send(many)).rejects.toMatchObject({ name: 'InvalidInputException' });
  await expect(send([finding({ AwsAccountId: '444455556666' })])).rejects.toMatchObject({
    name: 'InvalidAccessException',
    $metadata: { httpStatusCode: 401 },
  });
  await expect(send([finding()], 'us-east-1')).rejects.toMatchObject({ name: 'InvalidAccessException' });
  expect(await stored()).toEqual([]);
});

test('half-accepted refuses every second finding of a call', async () => {
  use('faults: [{ kind: half-accepted, times: 1 }]');
  const both = [finding(), finding({ Id: 'two' })];
  expect(await send(both)).toMatchObject({
    SuccessCount: 1,
    FailedFindings: [{ Id: 'one', ErrorCode: 'InternalError' }],
  });
  expect(await send([finding()])).toMatchObject({ SuccessCount: 1 });
  expect((await stored()).map(({ Id }) => Id)).toEqual(['one', 'two']);
});
