import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DisableMacieCommand,
  EnableMacieCommand,
  GetMacieSessionCommand,
  ListFindingsCommand,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../../values.ts';

let sandbox: Sandbox;
let time = new Date('2026-11-24T09:00:00.000Z');
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => time });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const get = new GetMacieSessionCommand({});

describe('a session', () => {
  test('starts as not enabled, and nothing can be done to it', async () => {
    const { macie } = clientsOf(sandbox);
    const off = {
      name: 'AccessDeniedException',
      message: 'Macie is not enabled',
      $metadata: expect.objectContaining({ httpStatusCode: 403 }),
    };
    await expect(macie.send(get)).rejects.toMatchObject(off);
    await expect(macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }))).rejects.toMatchObject(off);
    await expect(macie.send(new DisableMacieCommand({}))).rejects.toMatchObject(off);
  });

  test('is enabled, paused, resumed and disabled', async () => {
    const { macie } = clientsOf(sandbox);
    await macie.send(new EnableMacieCommand({ findingPublishingFrequency: 'ONE_HOUR' }));
    expect(await macie.send(get)).toMatchObject({
      status: 'ENABLED',
      findingPublishingFrequency: 'ONE_HOUR',
      serviceRole: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`,
      createdAt: time,
      updatedAt: time,
    });

    const created = time;
    time = new Date('2026-11-24T10:00:00.000Z');
    await macie.send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    expect(await macie.send(get)).toMatchObject({
      status: 'PAUSED',
      findingPublishingFrequency: 'ONE_HOUR',
      createdAt: created,
      updatedAt: time,
    });
    await macie.send(new UpdateMacieSessionCommand({ status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' }));
    expect(await macie.send(get)).toMatchObject({ status: 'ENABLED', findingPublishingFrequency: 'SIX_HOURS' });
    await macie.send(new DisableMacieCommand({}));
    await expect(macie.send(get)).rejects.toThrow('Macie is not enabled');
  });

  test('can only be enabled once, paused or not', async () => {
    const { macie } = clientsOf(sandbox);
    await macie.send(new EnableMacieCommand({ status: 'PAUSED' }));
    await expect(macie.send(new EnableMacieCommand({}))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Macie has already been enabled',
    });
  });

  test('takes only the values that Macie knows', async () => {
    const { macie } = clientsOf(sandbox);
    const bad = new EnableMacieCommand({ findingPublishingFrequency: 'DAILY' as 'ONE_HOUR' });
    await expect(macie.send(bad)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(sandbox.session({ accountId: ACCOUNT, region: 'eu-west-1' })).toBeUndefined();
  });

  test('is of one account and one Region', async () => {
    await clientsOf(sandbox).macie.send(new EnableMacieCommand({}));
    await expect(clientsOf(sandbox, { region: 'eu-west-2' }).macie.send(get)).rejects.toThrow('Macie is not enabled');
    await expect(clientsOf(sandbox, { account: '444455556666' }).macie.send(get)).rejects.toThrow(
      'Macie is not enabled',
    );
  });
});

test('an opt-in Region that the account has not enabled rejects its credentials', async () => {
  const { macie } = clientsOf(sandbox, { region: 'me-south-1' });
  await expect(macie.send(get)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  });
});

test.each([
  ['no Region', 'eu-wset-1'],
  ['a Region of another partition', 'us-gov-west-1'],
])('%s answers as if nobody were there', async (_, region) => {
  const { macie, sts } = clientsOf(sandbox, { region });
  await expect(macie.send(new EnableMacieCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
});

test('a Region without Macie has no session to enable, enabled as it may be for the account', async () => {
  sandbox.reset(parseWorld(`accounts: { "${ACCOUNT}": { optedIn: [eu-central-2] } }`, 'world'));
  const { macie, sts } = clientsOf(sandbox, { region: 'eu-central-2' });
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ACCOUNT });
  await expect(macie.send(new EnableMacieCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});

test('an access key that is no account is rejected', async () => {
  await expect(clientsOf(sandbox, { account: 'AKIAEXAMPLE' }).macie.send(get)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});

test('what the sandbox does not offer says so', async () => {
  await expect(clientsOf(sandbox).macie.send(new ListFindingsCommand({}))).rejects.toThrow(
    /The sandbox has no macie2 POST \/findings; it has GetMacieSession/,
  );
});

test('calls are logged with who, where and what came of it', async () => {
  const { macie } = clientsOf(sandbox);
  await macie.send(get).catch(() => undefined);
  expect(sandbox.calls).toMatchObject([
    {
      seq: 1,
      service: 'macie2',
      operation: 'GetMacieSession',
      accountId: ACCOUNT,
      region: 'eu-west-1',
      status: 403,
      errorCode: 'AccessDeniedException',
    },
  ]);
  expect(sandbox.calls[0]?.userAgent).toContain('aws-sdk-js');
});
