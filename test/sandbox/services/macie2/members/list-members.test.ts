import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GetMemberCommand, ListMembersCommand, paginateListMembers } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server/server.ts';
import { parseWorld } from '../../../../../sandbox/worlds/world.ts';
import { clientsOf } from '../../../values.ts';
import {
  ADMINISTRATOR,
  ELSEWHERE,
  INVITED,
  MEMBER,
  memberWorld,
  OFF,
  OUTSIDE,
  PAUSED,
  REMOVED,
  SUSPENDED,
} from './member-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => new Date('2026-11-24T09:00:00Z') });
});
beforeEach(() => sandbox.reset(memberWorld()));
afterAll(() => sandbox.close());

const as = (account = ADMINISTRATOR, region = 'eu-west-1') => clientsOf(sandbox, { account, region }).macie;

async function statuses(onlyAssociated?: string, region = 'eu-west-1') {
  const input = onlyAssociated === undefined ? {} : { onlyAssociated };
  const { members = [] } = await as(ADMINISTRATOR, region).send(new ListMembersCommand(input));
  return members.map(({ accountId, relationshipStatus }) => [accountId, relationshipStatus]);
}

describe('ListMembers', () => {
  const ASSOCIATED = [
    [MEMBER, 'Enabled'],
    [PAUSED, 'Paused'],
    [INVITED, 'Paused'],
  ];

  test('lists the associated members by default', async () => {
    expect(await statuses()).toEqual(ASSOCIATED);
    expect(await statuses('true')).toEqual(ASSOCIATED);
  });

  test('with onlyAssociated=false lists every relationship, but no account that was never added', async () => {
    expect(await statuses('false')).toEqual([...ASSOCIATED, [REMOVED, 'Removed'], [SUSPENDED, 'AccountSuspended']]);
  });

  test('tells members by invitation from members via Organizations by email and invitedAt', async () => {
    const { members = [] } = await as().send(new ListMembersCommand({}));
    expect(members[0]).toEqual({
      accountId: MEMBER,
      administratorAccountId: ADMINISTRATOR,
      masterAccountId: ADMINISTRATOR,
      arn: `arn:aws:macie2:eu-west-1:${ADMINISTRATOR}:member/${MEMBER}`,
      relationshipStatus: 'Enabled',
      tags: {},
      updatedAt: new Date('2026-11-24T09:00:00Z'),
    });
    expect(members[2]).toMatchObject({ email: 'owner@example.com', invitedAt: new Date('2026-11-24T09:00:00Z') });
  });

  test('is empty where no administrator is designated, and denied where Macie is off for the administrator', async () => {
    expect(await statuses('false', 'eu-west-3')).toEqual([]);
    await expect(statuses('false', 'us-west-1')).rejects.toThrow('Macie is not enabled');
  });

  test('lists the members of each administrator', async () => {
    const { members = [] } = await as(OUTSIDE).send(new ListMembersCommand({}));
    expect(members.map(({ accountId }) => accountId)).toEqual([ELSEWHERE]);
  });

  test.each([
    ['onlyAssociated', { onlyAssociated: 'no' }],
    ['maxResults', { maxResults: 26 }],
    ['nextToken', { nextToken: 'none' }],
  ])('rejects another %s', async (_, input) => {
    await expect(as().send(new ListMembersCommand(input))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('ListMembers returns pages of 25 at most', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `3333000000${String(index).padStart(2, '0')}`);
  sandbox.reset(
    parseWorld(
      `organization:
  managementAccount: "999900000001"
  administrator: "${ADMINISTRATOR}"
  defaults: { sessions: { "*": {} } }
  accounts: { ${ids.map((id) => `"${id}": {}`).join(', ')} }`,
      'world',
    ),
  );
  const sizes: (number | undefined)[] = [];
  for await (const page of paginateListMembers({ client: as() }, { onlyAssociated: 'false' }))
    sizes.push(page.members?.length);
  // The management account is a member too.
  expect(sizes).toEqual([25, 25, 11]);
});

test('GetMember returns one member, and no account that is not a member of the caller', async () => {
  expect(await as().send(new GetMemberCommand({ id: PAUSED }))).toMatchObject({ relationshipStatus: 'Paused' });
  for (const id of [OFF, ELSEWHERE, '123412341234'])
    await expect(as().send(new GetMemberCommand({ id }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The request failed because the specified account is not associated with your account',
    });
});
