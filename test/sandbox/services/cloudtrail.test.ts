import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DisableMacieCommand, EnableMacieCommand, GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { parseTrailRecord } from '../../../lib/cloudtrail/records.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const trail = (account = ACCOUNT, region = 'eu-west-1') =>
  new CloudTrailClient({
    endpoint: sandbox.url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: account, secretAccessKey: 'x' },
  });
const byName = (AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue }],
});

test('every Macie call is recorded, with who, where and how it ended', async () => {
  const { macie, sts } = clientsOf(sandbox);
  await expect(macie.send(new DisableMacieCommand({}))).rejects.toThrow('Macie is not enabled');
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/Admin`, RoleSessionName: 'alice' }),
  );
  const asAlice = clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '' }).macie;
  await asAlice.send(new EnableMacieCommand({ findingPublishingFrequency: 'ONE_HOUR' }));
  await macie.send(new GetMacieSessionCommand({}));
  expect(
    sandbox.trail.map(({ eventName, readOnly, errorCode, requestParameters }) => [
      eventName,
      readOnly,
      errorCode,
      requestParameters,
    ]),
  ).toEqual([
    ['DisableMacie', false, 'AccessDeniedException', null],
    ['EnableMacie', false, undefined, expect.objectContaining({ findingPublishingFrequency: 'ONE_HOUR' })],
    ['GetMacieSession', true, undefined, null],
  ]);
  expect(parseTrailRecord(sandbox.trail[1])).toMatchObject({
    errorCode: null,
    issuerArn: `arn:aws:iam::${ACCOUNT}:role/Admin`,
    change: {
      call: 'EnableMacie',
      at: expect.stringMatching(/:\d\d\.000Z$/),
      sets: { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' },
      actor: { type: 'AssumedRole', sessionName: 'alice', sourceIp: '127.0.0.1' },
    },
  });
});

test('LookupEvents has the newest first, by name, of one account and Region', async () => {
  const { macie } = clientsOf(sandbox);
  for (let times = 0; times < 3; times++) {
    await macie.send(new EnableMacieCommand({}));
    await macie.send(new DisableMacieCommand({}));
  }
  const { Events = [] } = await trail().send(new LookupEventsCommand(byName('DisableMacie')));
  expect(Events.map(({ EventName }) => EventName)).toEqual(['DisableMacie', 'DisableMacie', 'DisableMacie']);
  expect(Events[0]?.EventId).toBe(sandbox.trail.at(-1)?.eventID);
  const first = await trail().send(new LookupEventsCommand({ MaxResults: 4 }));
  const second = await trail().send(new LookupEventsCommand({ MaxResults: 4, NextToken: first.NextToken }));
  expect([first.Events?.length, second.Events?.length, second.NextToken]).toEqual([4, 2, undefined]);
  for (const other of [trail('999988887777'), trail(ACCOUNT, 'us-east-1')])
    expect((await other.send(new LookupEventsCommand({}))).Events).toEqual([]);
});

test('what the sandbox cannot look up is refused', async () => {
  const byUser = { LookupAttributes: [{ AttributeKey: 'Username' as const, AttributeValue: 'alice' }] };
  await expect(trail().send(new LookupEventsCommand(byUser))).rejects.toThrow('The sandbox knows EventName');
  const two = [...byName('a').LookupAttributes, ...byName('b').LookupAttributes];
  await expect(trail().send(new LookupEventsCommand({ LookupAttributes: two }))).rejects.toThrow(
    'One lookup attribute at most',
  );
});
