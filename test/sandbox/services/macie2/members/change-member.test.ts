import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DeleteMemberCommand,
  DisassociateMemberCommand,
  GetMacieSessionCommand,
  GetMemberCommand,
  UpdateMemberSessionCommand,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server/server.ts';
import { clientsOf } from '../../../values.ts';
import {
  ADMINISTRATOR,
  ELSEWHERE,
  INVITED,
  MEMBER,
  memberWorld,
  OFF,
  PAUSED,
  REMOVED,
  SUSPENDED,
} from './member-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(memberWorld()));
afterAll(() => sandbox.close());

const as = (account = ADMINISTRATOR, region = 'eu-west-1') => clientsOf(sandbox, { account, region }).macie;
const session = (id: string, region = 'eu-west-1') => as(id, region).send(new GetMacieSessionCommand({}));
const relationship = async (id: string) => (await as().send(new GetMemberCommand({ id }))).relationshipStatus;
const setStatus = (id: string, status: 'ENABLED' | 'PAUSED', caller = ADMINISTRATOR) =>
  as(caller).send(new UpdateMemberSessionCommand({ id, status }));

describe('UpdateMemberSession', () => {
  test('resumes and suspends a member in the Region of the call', async () => {
    await setStatus(PAUSED, 'ENABLED');
    await setStatus(MEMBER, 'PAUSED');
    expect([await relationship(PAUSED), await relationship(MEMBER)]).toEqual(['Enabled', 'Paused']);
    expect([(await session(PAUSED)).status, (await session(PAUSED, 'eu-west-2')).status]).toEqual([
      'ENABLED',
      'PAUSED',
    ]);
  });

  test('cannot resume a member by invitation', async () => {
    await expect(setStatus(INVITED, 'ENABLED')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await as(INVITED).send(new UpdateMacieSessionCommand({ status: 'ENABLED' }));
    await setStatus(INVITED, 'PAUSED');
    expect(await relationship(INVITED)).toBe('Paused');
  });

  test.each([
    ['an account that was never added', OFF],
    ['a removed member', REMOVED],
    ['a suspended account', SUSPENDED],
    ['a member of another administrator', ELSEWHERE],
  ])('is refused for %s', async (_, id) => {
    await expect(setStatus(id, 'ENABLED')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/not associated with your account|not an associated member of account/),
    });
  });

  test('is refused for another caller, and for another status', async () => {
    await expect(setStatus(PAUSED, 'ENABLED', MEMBER)).rejects.toMatchObject({ name: 'ValidationException' });
    // @ts-expect-error: a status that Macie does not have
    await expect(setStatus(PAUSED, 'OFF')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('DisassociateMember', () => {
  test('ends the association, and Macie stays on', async () => {
    await as().send(new DisassociateMemberCommand({ id: MEMBER }));
    expect(await relationship(MEMBER)).toBe('Removed');
    expect((await session(MEMBER)).status).toBe('ENABLED');
    await as(MEMBER).send(new UpdateMacieSessionCommand({ status: 'PAUSED' }));
    await expect(as().send(new DisassociateMemberCommand({ id: MEMBER }))).rejects.toThrow(
      'not an associated member of account',
    );
  });
});

describe('DeleteMember', () => {
  test('forgets a removed member, and refuses an associated one', async () => {
    await as().send(new DeleteMemberCommand({ id: REMOVED }));
    await expect(relationship(REMOVED)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await session(REMOVED)).status).toBe('ENABLED');
    await expect(as().send(new DeleteMemberCommand({ id: MEMBER }))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'The request failed because member accounts are associated with your account',
    });
  });
});
