import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateMemberCommand,
  DisassociateFromAdministratorAccountCommand,
  ListMembersCommand,
  UpdateMemberSessionCommand,
} from '@aws-sdk/client-macie2';
import { parseEvents } from '../../../lib/cloudtrail/events.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { eventOf } from '../../../sandbox/services/trail.ts';
import { clientsOf } from '../values.ts';
import { ADMINISTRATOR, emailOf, INVITED, MEMBER, memberWorld, OFF, PAUSED } from './macie2/members/member-world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ world: memberWorld() });
});
afterAll(() => sandbox.close());

async function recordsOf(account: string, region = 'eu-west-1') {
  const credentials = { accessKeyId: account, secretAccessKey: 'x' };
  const trail = new CloudTrailClient({ endpoint: sandbox.url, region, maxAttempts: 1, credentials });
  const { Events = [] } = await trail.send(new LookupEventsCommand({}));
  return Events.map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent)).map(
    ({ eventName, readOnly, recipientAccountId, requestParameters }) => [
      eventName,
      readOnly,
      recipientAccountId,
      requestParameters,
    ],
  );
}

test('a call of the administrator is recorded in its own trail, and names the member', async () => {
  const { macie } = clientsOf(sandbox, { account: ADMINISTRATOR });
  await macie.send(new UpdateMemberSessionCommand({ id: PAUSED, status: 'ENABLED' }));
  await macie.send(new CreateMemberCommand({ account: { accountId: OFF, email: emailOf(OFF) } }));
  await macie.send(new ListMembersCommand({ onlyAssociated: 'false' }));
  expect(await recordsOf(ADMINISTRATOR)).toEqual([
    ['ListMembers', true, ADMINISTRATOR, { onlyAssociated: 'false' }],
    ['CreateMember', false, ADMINISTRATOR, { account: { accountId: OFF, email: emailOf(OFF) } }],
    ['UpdateMemberSession', false, ADMINISTRATOR, { id: PAUSED, status: 'ENABLED' }],
  ]);
  for (const account of [PAUSED, OFF, MEMBER]) expect(await recordsOf(account)).toEqual([]);
  expect(await recordsOf(ADMINISTRATOR, 'eu-west-2')).toEqual([]);
});

test('a member that leaves is an event of Macie in the trail of its administrator, which leads to the member', async () => {
  const received: object[] = [];
  const other = await startSandbox({
    world: memberWorld(),
    onRecord: (record) => received.push(eventOf(record)),
  });
  await clientsOf(other, { account: INVITED }).macie.send(new DisassociateFromAdministratorAccountCommand({}));
  await other.close();
  const [event] = received;
  expect(event).toMatchObject({ 'detail-type': 'AWS Service Event via CloudTrail', account: ADMINISTRATOR });
  expect(parseEvents(event)).toMatchObject([
    { event: { kind: 'call', recordedIn: ADMINISTRATOR, call: { name: 'MacieMemberUpdated', accountId: INVITED } } },
  ]);
});
