import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  CreateMemberCommand,
  DisableMacieCommand,
  DisassociateFromAdministratorAccountCommand,
  DisassociateMemberCommand,
  EnableMacieCommand,
  GetAdministratorAccountCommand,
  GetMacieSessionCommand,
  GetMemberCommand,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server/server.ts';
import { clientsOf } from '../../../values.ts';
import {
  ADMINISTRATOR,
  ELSEWHERE,
  emailOf,
  INVITED,
  MEMBER,
  memberWorld,
  OFF,
  ON,
  OUTSIDE,
  PAUSED,
  SUSPENDED,
} from './member-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(memberWorld()));
afterAll(() => sandbox.close());

const as = (account = ADMINISTRATOR, region = 'eu-west-1') => clientsOf(sandbox, { account, region }).macie;
const frequency = async (id: string, region = 'eu-west-1') =>
  (await as(id, region).send(new GetMacieSessionCommand({}))).findingPublishingFrequency;
const setFrequency = (id: string, findingPublishingFrequency: 'FIFTEEN_MINUTES' | 'SIX_HOURS') =>
  as(id).send(new UpdateMacieSessionCommand({ findingPublishingFrequency }));
const resume = (id: string) => as(id).send(new UpdateMacieSessionCommand({ status: 'ENABLED' }));

describe('a member', () => {
  test('via Organizations cannot resume itself; a member by invitation and a standalone account can', async () => {
    await expect(resume(PAUSED)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('you must be the Macie administrator for an organization'),
    });
    await resume(INVITED);
    expect(await as().send(new GetMemberCommand({ id: INVITED }))).toMatchObject({ relationshipStatus: 'Enabled' });
  });

  test('sees its administrator; other accounts see none', async () => {
    const administratorOf = async (id: string, region = 'eu-west-1') =>
      (await as(id, region).send(new GetAdministratorAccountCommand({}))).administrator;
    expect(await administratorOf(PAUSED)).toMatchObject({ accountId: ADMINISTRATOR, relationshipStatus: 'Paused' });
    expect(await administratorOf(ELSEWHERE)).toMatchObject({ accountId: OUTSIDE, relationshipStatus: 'Enabled' });
    for (const [id, region] of [[ON], [ADMINISTRATOR], [OUTSIDE], [MEMBER, 'eu-west-3']] as const)
      expect(await administratorOf(id, region)).toBeUndefined();
  });

  test('of an organization cannot leave; a member by invitation can', async () => {
    const leave = (id: string) => as(id).send(new DisassociateFromAdministratorAccountCommand({}));
    await expect(leave(MEMBER)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(leave(ON)).rejects.toThrow('there isn’t a delegated Macie administrator');
    await leave(INVITED);
    expect(await as().send(new GetMemberCommand({ id: INVITED }))).toMatchObject({ relationshipStatus: 'Resigned' });
  });
});

test('EnableMacie leaves an account of the organization outside', async () => {
  await as(OFF).send(new EnableMacieCommand({}));
  await expect(as().send(new GetMemberCommand({ id: OFF }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('neither a member nor an administrator with members can disable Macie', async () => {
  await expect(as(MEMBER).send(new DisableMacieCommand({}))).rejects.toThrow('associated with an administrator');
  await expect(as().send(new DisableMacieCommand({}))).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'The request failed because member accounts are associated with your account',
  });
  await as(ON).send(new DisableMacieCommand({}));
});

describe('the frequency of the administrator', () => {
  test('applies to its members in that Region, and to nobody else', async () => {
    await setFrequency(ADMINISTRATOR, 'FIFTEEN_MINUTES');
    expect([await frequency(MEMBER), await frequency(PAUSED), await frequency(INVITED)]).toEqual(
      Array.from({ length: 3 }, () => 'FIFTEEN_MINUTES'),
    );
    expect([await frequency(ON), await frequency(ELSEWHERE), await frequency(MEMBER, 'eu-west-2')]).toEqual(
      Array.from({ length: 3 }, () => 'SIX_HOURS'),
    );
  });

  test('replaces the frequency that a member has set, and a member can differ again', async () => {
    await setFrequency(MEMBER, 'FIFTEEN_MINUTES');
    await setFrequency(ADMINISTRATOR, 'SIX_HOURS');
    expect(await frequency(MEMBER)).toBe('SIX_HOURS');
    await setFrequency(MEMBER, 'FIFTEEN_MINUTES');
    expect([await frequency(MEMBER), await frequency(ADMINISTRATOR)]).toEqual(['FIFTEEN_MINUTES', 'SIX_HOURS']);
  });

  test('follows the membership: not for a member that has left, but for one that has joined', async () => {
    await as().send(new DisassociateMemberCommand({ id: MEMBER }));
    await as().send(new CreateMemberCommand({ account: { accountId: ON, email: emailOf(ON) } }));
    await setFrequency(ADMINISTRATOR, 'FIFTEEN_MINUTES');
    expect([await frequency(MEMBER), await frequency(ON)]).toEqual(['SIX_HOURS', 'FIFTEEN_MINUTES']);
    await as().send(new DisassociateMemberCommand({ id: ON }));
    expect(await frequency(ON)).toBe('FIFTEEN_MINUTES');
  });
});

test('the keys of a suspended account are rejected, and its roles cannot be assumed', async () => {
  await expect(as(SUSPENDED).send(new GetMacieSessionCommand({}))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  const RoleArn = `arn:aws:iam::${SUSPENDED}:role/reader`;
  const { sts } = clientsOf(sandbox);
  await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'warden' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});
