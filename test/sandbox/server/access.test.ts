import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { EnableMacieCommand, GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const get = new GetMacieSessionCommand({});

test('an opt-in Region that the account has not enabled rejects its access key', async () => {
  const { macie } = clientsOf(sandbox, { region: 'me-south-1' });
  await expect(macie.send(get)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  });
});

test.each([
  ['no Region', 'eu-wset-1'],
  ['a Region of another partition', 'us-gov-west-1'],
])('%s rejects every access key', async (_, region) => {
  const { macie, sts } = clientsOf(sandbox, { region });
  await expect(macie.send(new EnableMacieCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
});

test('a Region without Macie rejects Macie calls even if the account has enabled the Region', async () => {
  sandbox.reset(parseWorld(`accounts: { "${ACCOUNT}": { optedIn: [eu-central-2] } }`, 'world'));
  const { macie, sts } = clientsOf(sandbox, { region: 'eu-central-2' });
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ACCOUNT });
  await expect(macie.send(new EnableMacieCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});

test('an access key that is not an account id is rejected', async () => {
  await expect(clientsOf(sandbox, { account: 'AKIAEXAMPLE' }).macie.send(get)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});
