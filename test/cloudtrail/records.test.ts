import { describe, expect, test } from '@jest/globals';
import { isOwnRepair, type TrailRecord } from '../../lib/core/activity/received-event.ts';
import { parseTrailRecord } from '../../lib/cloudtrail/records.ts';
import { trailRecord } from './trail-record.ts';

const ACCOUNT = '111122223333';

const actorOf = (userIdentity: object) => {
  const record = parseTrailRecord(trailRecord({ userIdentity }));
  return 'problem' in record ? record.problem : record.call.actor;
};
const issuer = (arn: string) => ({ sessionContext: { sessionIssuer: { arn } } });

// The examples of https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
test.each([
  [
    'a user',
    { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/alice`, userName: 'alice' },
    { type: 'IAMUser', name: `arn:aws:iam::${ACCOUNT}:user/alice`, sessionName: null },
  ],
  [
    'a role',
    {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/alice@example.com`,
      ...issuer(`arn:aws:iam::${ACCOUNT}:role/security/Admin`),
    },
    { type: 'AssumedRole', name: `arn:aws:iam::${ACCOUNT}:role/security/Admin`, sessionName: 'alice@example.com' },
  ],
  [
    'somebody whom a user has given a token',
    {
      type: 'FederatedUser',
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob`,
      ...issuer(`arn:aws:iam::${ACCOUNT}:user/vendor`),
    },
    { type: 'FederatedUser', name: `arn:aws:iam::${ACCOUNT}:user/vendor`, sessionName: 'bob' },
  ],
  [
    'the root user',
    { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
    { type: 'Root', name: `arn:aws:iam::${ACCOUNT}:root`, sessionName: null },
  ],
  [
    'a service',
    { type: 'AWSService', invokedBy: 'macie2.amazonaws.com' },
    { type: 'AWSService', name: 'macie2.amazonaws.com', sessionName: null },
  ],
  [
    'another account, by a service',
    { type: 'AWSAccount', accountId: '444455556666', invokedBy: 'macie2.amazonaws.com' },
    { type: 'AWSAccount', name: 'macie2.amazonaws.com', sessionName: null },
  ],
  [
    'nobody who is named',
    {},
    { type: 'an unknown identity', name: 'an identity that CloudTrail does not name', sessionName: null },
  ],
])('the actor is %s', (_, userIdentity, actor) => {
  expect(actorOf(userIdentity)).toMatchObject(actor);
});

const parsed = (over: object): TrailRecord => {
  const record = parseTrailRecord(trailRecord(over));
  if ('problem' in record) throw new Error(record.problem);
  return record;
};

describe('parseTrailRecord', () => {
  test.each([
    [{ eventName: 'DisableMacie' }, { status: 'DISABLED' }],
    [{ eventName: 'EnableMacie', requestParameters: null }, { status: 'ENABLED' }],
    [
      { eventName: 'EnableMacie', requestParameters: { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' } },
      { status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' },
    ],
    [{ eventName: 'UpdateMacieSession', requestParameters: { status: 'PAUSED' } }, { status: 'PAUSED' }],
    [{ eventName: 'CreateMember', requestParameters: { status: 'PAUSED' } }, { membership: 'member' }],
  ])('reads the values that a call sets: %j', (over, sets) => {
    expect(parsed(over).call.sets).toEqual(sets);
  });

  test.each([
    [{ eventName: 'UpdateMemberSession', requestParameters: { id: '222233334444', status: 'PAUSED' } }],
    [{ eventName: 'CreateMember', requestParameters: { account: { accountId: '222233334444', email: 'a@b.c' } } }],
    [
      {
        eventName: 'MacieMemberUpdated',
        eventType: 'AwsServiceEvent',
        requestParameters: null,
        serviceEventDetails: { memberAccount: '222233334444', memberResourceStatus: 'DELETED' },
      },
    ],
  ])('a record of the administrator is about the member that it names: %j', (over) => {
    expect(parsed({ ...over, recipientAccountId: '111122223333' })).toMatchObject({
      recordedIn: '111122223333',
      call: { accountId: '222233334444', name: over.eventName },
    });
  });

  test.each([[{}], [{ memberAccount: 'x' }], [{ memberAccount: 7 }]])(
    'an event of Macie that names no member is about the account that has it: %j',
    (serviceEventDetails) => {
      const over = { eventName: 'MacieMemberUpdated', requestParameters: null, serviceEventDetails };
      expect(parsed({ ...over, recipientAccountId: '111122223333' }).call.accountId).toBe('111122223333');
    },
  );

  test('keeps who called, where and when', () => {
    expect(parsed({ sourceIPAddress: '198.51.100.7', userAgent: 'aws-cli', errorCode: 'AccessDenied' })).toMatchObject({
      errorCode: 'AccessDenied',
      call: {
        accountId: ACCOUNT,
        region: 'eu-west-1',
        name: 'DisableMacie',
        at: '2026-11-24T08:59:59.000Z',
        actor: { sourceIp: '198.51.100.7', userAgent: 'aws-cli' },
      },
    });
  });

  test('cuts text that is as long as a request', () => {
    expect(parsed({ userAgent: 'x'.repeat(5000) }).call.actor.userAgent).toHaveLength(257);
  });

  test.each([
    ['no record', null, 'the record'],
    ['no id', trailRecord({ eventID: 'x/y' }), 'eventID'],
    ['a value that is no text', trailRecord({ requestParameters: { status: 3 } }), 'requestParameters'],
    ['another service', trailRecord({ eventSource: 'ec2.amazonaws.com' }), 'eventSource'],
    ['no Region', trailRecord({ awsRegion: '../etc' }), 'awsRegion'],
    ['no account', trailRecord({ recipientAccountId: '1' }), 'recipientAccountId'],
  ])('says what is wrong with %s', (_, value, path) => {
    expect(parseTrailRecord(value)).toEqual({ problem: `${path} is not what CloudTrail writes of a Macie call` });
  });
});

describe('isOwnRepair', () => {
  const own = `arn:aws:sts::${ACCOUNT}:assumed-role/macie-warden/check`;
  const by = (role: string) => ({
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
      ...issuer(`arn:aws:iam::${ACCOUNT}:role/path/${role}`),
    },
  });
  test.each([
    ['an enable by the own role', { eventName: 'EnableMacie', ...by('macie-warden') }, true],
    ['an update by the own role', { eventName: 'UpdateMacieSession', ...by('macie-warden') }, true],
    ['an enable by another role', { eventName: 'EnableMacie', ...by('Admin') }, false],
    ['a call that macie-warden never makes', { eventName: 'DisableMacie', ...by('macie-warden') }, false],
    [
      'a pause by the own role',
      { eventName: 'UpdateMacieSession', requestParameters: { status: 'PAUSED' }, ...by('macie-warden') },
      false,
    ],
    [
      'automated discovery by the own role',
      {
        eventName: 'UpdateAutomatedDiscoveryConfiguration',
        requestParameters: { status: 'ENABLED' },
        ...by('macie-warden'),
      },
      true,
    ],
    [
      'automated discovery that the own role turns off',
      {
        eventName: 'UpdateAutomatedDiscoveryConfiguration',
        requestParameters: { status: 'DISABLED' },
        ...by('macie-warden'),
      },
      false,
    ],
    ['an enable by nobody who is named', { eventName: 'EnableMacie', userIdentity: {} }, false],
  ])('of %s: %#', (_, over, expected) => {
    expect(isOwnRepair(parsed(over), own)).toBe(expected);
  });

  test('compares a user by the ARN', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:user/alice`;
    expect(isOwnRepair(parsed({ eventName: 'EnableMacie', userIdentity: { type: 'IAMUser', arn } }), arn)).toBe(true);
  });
});
