import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DisableMacieCommand,
  EnableMacieCommand,
  GetAdministratorAccountCommand,
  GetMacieSessionCommand,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../../values.ts';

const ADMINISTRATOR = '999988887777';
const WORLD = parseWorld(
  `
accounts:
  "${ACCOUNT}": { administrator: "${ADMINISTRATOR}", sessions: { eu-west-1: { status: PAUSED }, us-east-1: {} } }
  "${ADMINISTRATOR}": { sessions: { eu-west-1: { status: PAUSED } } }
`,
  'world',
);
const getAdministrator = new GetAdministratorAccountCommand({});
const resume = new UpdateMacieSessionCommand({ status: 'ENABLED' });

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(WORLD));
afterAll(() => sandbox.close());

describe('GetAdministratorAccount', () => {
  test('returns the administrator of a member', async () => {
    expect(await clientsOf(sandbox).macie.send(getAdministrator)).toMatchObject({
      administrator: { accountId: ADMINISTRATOR, relationshipStatus: 'Paused' },
    });
  });

  test('returns nothing for an account without an administrator', async () => {
    const { macie } = clientsOf(sandbox, { account: ADMINISTRATOR });
    expect((await macie.send(getAdministrator)).administrator).toBeUndefined();
  });

  test('is denied where Macie is not enabled', async () => {
    const { macie } = clientsOf(sandbox, { region: 'eu-west-2' });
    await expect(macie.send(getAdministrator)).rejects.toThrow('Macie is not enabled');
  });
});

describe('a member', () => {
  test.each([
    ['resume', 'eu-west-1', 'ENABLED' as const],
    ['suspend', 'us-east-1', 'PAUSED' as const],
  ])('cannot %s its own session', async (_, region, status) => {
    const { macie } = clientsOf(sandbox, { region });
    await expect(macie.send(new UpdateMacieSessionCommand({ status }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('you must be the Macie administrator for an organization'),
    });
    expect((await macie.send(new GetMacieSessionCommand({}))).status).not.toBe(status);
  });

  test('can change its own frequency', async () => {
    const { macie } = clientsOf(sandbox);
    await macie.send(new UpdateMacieSessionCommand({ findingPublishingFrequency: 'ONE_HOUR' }));
    expect((await macie.send(new GetMacieSessionCommand({}))).findingPublishingFrequency).toBe('ONE_HOUR');
  });

  test('cannot disable Macie', async () => {
    await expect(clientsOf(sandbox).macie.send(new DisableMacieCommand({}))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Cannot disable Macie while associated with an administrator account',
    });
  });

  test('can enable Macie where it is off', async () => {
    const { macie } = clientsOf(sandbox, { region: 'eu-west-2' });
    await macie.send(new EnableMacieCommand({}));
    expect((await macie.send(new GetMacieSessionCommand({}))).status).toBe('ENABLED');
  });
});

test('an account without an administrator can resume its own session', async () => {
  const { macie } = clientsOf(sandbox, { account: ADMINISTRATOR });
  await macie.send(resume);
  expect((await macie.send(new GetMacieSessionCommand({}))).status).toBe('ENABLED');
});
