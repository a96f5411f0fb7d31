import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DisableMacieCommand, EnableMacieCommand, GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { parseTrailRecord } from '../../../lib/cloudtrail/records.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test('every Macie call is recorded with its caller, Region and result', async () => {
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
    call: {
      name: 'EnableMacie',
      at: expect.stringMatching(/:\d\d\.000Z$/),
      sets: { status: 'ENABLED', findingPublishingFrequency: 'ONE_HOUR' },
      actor: { type: 'AssumedRole', sessionName: 'alice', sourceIp: '127.0.0.1' },
    },
  });
});
