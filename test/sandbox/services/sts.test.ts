import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

test('an access key of 12 digits is the account', async () => {
  expect(await clientsOf(sandbox).sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ACCOUNT });
});

test("AssumeRole returns working keys of the role's account", async () => {
  const { Credentials } = await clientsOf(sandbox).sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/path/reader', RoleSessionName: 'macie-warden' }),
  );
  const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'x', sessionToken: 'y' };
  const assumed = new STSClient({ endpoint: sandbox.url, region: 'eu-west-1', credentials });
  expect(await assumed.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '444455556666',
    Arn: 'arn:aws:sts::444455556666:assumed-role/reader/macie-warden',
  });
  expect(sandbox.calls.at(-1)).toMatchObject({ accountId: '444455556666', roleSessionName: 'macie-warden' });
});

test('GetCallerIdentity returns the role session', async () => {
  const { sts } = clientsOf(sandbox);
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/reader', RoleSessionName: 'macie-warden' }),
  );
  const as = clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '' });
  expect(await as.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ UserId: 'AROASANDBOX:macie-warden' });
});

test('AssumeRole rejects an ARN that is not a role', async () => {
  const command = new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:user/me', RoleSessionName: 'x1' });
  await expect(clientsOf(sandbox).sts.send(command)).rejects.toMatchObject({ name: 'ValidationError' });
});
