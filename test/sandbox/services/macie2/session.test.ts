import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DisableMacieCommand,
  EnableMacieCommand,
  GetMacieSessionCommand,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
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
  test('starts as not enabled, and cannot be updated or disabled', async () => {
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

  test('can only be enabled once, even if it is paused', async () => {
    const { macie } = clientsOf(sandbox);
    await macie.send(new EnableMacieCommand({ status: 'PAUSED' }));
    await expect(macie.send(new EnableMacieCommand({}))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Macie has already been enabled',
    });
  });

  test('rejects a value that Macie does not know', async () => {
    const { macie } = clientsOf(sandbox);
    const bad = new EnableMacieCommand({ findingPublishingFrequency: 'DAILY' as 'ONE_HOUR' });
    await expect(macie.send(bad)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(sandbox.session({ accountId: ACCOUNT, region: 'eu-west-1' })).toBeUndefined();
  });

  test('belongs to one account and one Region', async () => {
    await clientsOf(sandbox).macie.send(new EnableMacieCommand({}));
    await expect(clientsOf(sandbox, { region: 'eu-west-2' }).macie.send(get)).rejects.toThrow('Macie is not enabled');
    await expect(clientsOf(sandbox, { account: '444455556666' }).macie.send(get)).rejects.toThrow(
      'Macie is not enabled',
    );
  });
});
