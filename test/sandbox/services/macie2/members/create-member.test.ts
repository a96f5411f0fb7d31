import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  CreateMemberCommand,
  DeleteMemberCommand,
  EnableMacieCommand,
  GetMacieSessionCommand,
  GetMemberCommand,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server/server.ts';
import { clientsOf } from '../../../values.ts';
import {
  ADMINISTRATOR,
  ELSEWHERE,
  emailOf,
  MANAGEMENT,
  MEMBER,
  memberWorld,
  OFF,
  ON,
  ON_HOLD,
  OUTSIDE,
  REMOVED,
  SUSPENDED,
} from './member-world.ts';

let sandbox: Sandbox;
let time = new Date('2026-11-24T09:00:00Z');
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => time });
});
beforeEach(() => sandbox.reset(memberWorld()));
afterAll(() => sandbox.close());

const as = (account = ADMINISTRATOR, region = 'eu-west-1') => clientsOf(sandbox, { account, region }).macie;
const create = (accountId: string, { email = emailOf(accountId), region = 'eu-west-1', caller = ADMINISTRATOR } = {}) =>
  as(caller, region).send(new CreateMemberCommand({ account: { accountId, email } }));
const statusOf = async (id: string) => (await as().send(new GetMemberCommand({ id }))).relationshipStatus;

describe('CreateMember', () => {
  test('enables Macie in an account where it is off, with the frequency of the administrator', async () => {
    expect((await create(OFF)).arn).toBe(`arn:aws:macie2:eu-west-1:${ADMINISTRATOR}:member/${OFF}`);
    expect(await statusOf(OFF)).toBe('Enabled');
    expect(await as(OFF).send(new GetMacieSessionCommand({}))).toMatchObject({
      status: 'ENABLED',
      findingPublishingFrequency: 'ONE_HOUR',
    });
    await expect(as(OFF, 'eu-west-2').send(new GetMacieSessionCommand({}))).rejects.toThrow('Macie is not enabled');
  });

  test('adds an account where Macie is on, and leaves its session as it is', async () => {
    await create(ON);
    expect(await statusOf(ON)).toBe('Enabled');
    expect(await as(ON).send(new GetMacieSessionCommand({}))).toMatchObject({
      findingPublishingFrequency: 'SIX_HOURS',
    });
  });

  test('leaves a member Created for the lag of the world', async () => {
    sandbox.reset(memberWorld('  lag: 10s'));
    await create(OFF);
    expect(await statusOf(OFF)).toBe('Created');
    await expect(as(OFF).send(new GetMacieSessionCommand({}))).rejects.toThrow('Macie is not enabled');
    await expect(create(OFF)).rejects.toMatchObject({ name: 'ConflictException' });
    time = new Date(time.getTime() + 10_000);
    expect(sandbox.session({ accountId: OFF, region: 'eu-west-1' })).toMatchObject({ status: 'ENABLED' });
    expect(await statusOf(OFF)).toBe('Enabled');
  });

  test('takes a paused account once its owner has resumed Macie', async () => {
    await expect(create(ON_HOLD)).rejects.toThrow('The account owner must first re-enable');
    await as(ON_HOLD).send(new UpdateMacieSessionCommand({ status: 'ENABLED' }));
    await create(ON_HOLD);
    expect(await statusOf(ON_HOLD)).toBe('Enabled');
  });

  test('takes the management account once Macie is on there', async () => {
    await expect(create(MANAGEMENT)).rejects.toThrow('Macie must first be enabled for the management account');
    await as(MANAGEMENT).send(new EnableMacieCommand({}));
    await create(MANAGEMENT);
    expect(await statusOf(MANAGEMENT)).toBe('Enabled');
  });

  test('adds a removed member, or does so after DeleteMember where the world asks for that', async () => {
    await create(REMOVED);
    expect(await statusOf(REMOVED)).toBe('Enabled');
    sandbox.reset(memberWorld('  removedMembers: delete-first'));
    await expect(create(REMOVED)).rejects.toMatchObject({ name: 'ConflictException' });
    await as().send(new DeleteMemberCommand({ id: REMOVED }));
    await create(REMOVED);
    expect(await statusOf(REMOVED)).toBe('Enabled');
  });

  test('adds an account outside the organization without inviting it', async () => {
    await create('123412341234', { email: 'a@example.com' });
    expect(await as().send(new GetMemberCommand({ id: '123412341234' }))).toMatchObject({
      relationshipStatus: 'Created',
      email: 'a@example.com',
    });
  });
});

describe('CreateMember is refused', () => {
  test.each([
    ['a member', MEMBER, {}, 'ConflictException', 'already a member of your account'],
    ['a member of another administrator', ELSEWHERE, {}, 'ConflictException', 'another Macie administrator account'],
    ['a suspended account', SUSPENDED, {}, 'ValidationException', 'the account is suspended'],
    ['the own account', ADMINISTRATOR, {}, 'ValidationException', 'can’t add your own account'],
    ['an account without the Region', OFF, { region: 'af-south-1' }, 'ValidationException', 'has not enabled'],
    ['no email address', OFF, { email: '' }, 'ValidationException', 'account.email must be an email address'],
    ['no valid email address', OFF, { email: 'a b' }, 'ValidationException', 'account.email must be an email address'],
    ['the email address of another', OFF, { email: emailOf(ON) }, 'ValidationException', `of the account ${OFF}`],
    ['no account id', '12', {}, 'ValidationException', 'account.accountId must be an account of 12 digits'],
    ['a caller that is a member', OFF, { caller: MEMBER }, 'AccessDeniedException', 'of its own'],
    ['a caller without Macie', OFF, { region: 'us-west-1' }, 'AccessDeniedException', 'Macie is not enabled'],
  ])('for %s', async (_, id, options, name, message) => {
    await expect(create(id, options)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test('at the limit of members', async () => {
    sandbox.reset(memberWorld('  memberLimit: 5'));
    await expect(create(OFF)).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    });
    await as().send(new DeleteMemberCommand({ id: REMOVED }));
    await create(OFF);
    expect(await statusOf(OFF)).toBe('Enabled');
  });

  test('for an account that another account of the organization would add', async () => {
    await create(OFF, { caller: ON });
    await expect(as().send(new GetMemberCommand({ id: OFF }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await as(ON).send(new GetMemberCommand({ id: OFF }))).toMatchObject({ relationshipStatus: 'Created' });
  });
});

test('an account outside the organization has members by invitation only', async () => {
  await create(OFF, { caller: OUTSIDE });
  expect(await as(OUTSIDE).send(new GetMemberCommand({ id: OFF }))).toMatchObject({ relationshipStatus: 'Created' });
});
