import { expect, test } from '@jest/globals';
import { parseTrailRecord } from '../../lib/cloudtrail/records.ts';
import { callEvent } from '../app/events.ts';
import { ACCOUNT } from '../sandbox/values.ts';

const actorOf = (userIdentity: object) => {
  const event = callEvent({ detail: { userIdentity } });
  const record = parseTrailRecord(Reflect.get(event, 'detail'));
  return 'problem' in record ? record.problem : record.change.actor;
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
    'whom a user has given a token',
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
    { type: 'an unknown identity', name: 'somebody whom CloudTrail does not name', sessionName: null },
  ],
])('%s', (_, userIdentity, actor) => {
  expect(actorOf(userIdentity)).toMatchObject(actor);
});
