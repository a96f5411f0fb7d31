import { describe, expect, test } from '@jest/globals';
import { actorOf } from '../../lib/cloudtrail/user-identity.ts';
import { callLines } from '../../lib/render/words/activity-words.ts';
import { DISABLED_BY } from '../fixtures/calls.ts';

const A = '111122223333';
const ROLE = `arn:aws:iam::${A}:role/Admin`;
const role = (session: string, context: object = {}, over: object = {}) => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${session}`,
  arn: `arn:aws:sts::${A}:assumed-role/Admin/${session}`,
  accountId: A,
  sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE, accountId: A, userName: 'Admin' }, ...context },
  ...over,
});
const textOf = (userIdentity: unknown): string =>
  callLines([{ ...DISABLED_BY, actor: actorOf({ userIdentity }) }])[0]?.replace(
    /^DisableMacie by (.*), 2026-\S+.*$/,
    '$1',
  ) ?? '';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
describe('the caller', () => {
  test.each<[string, unknown, string]>([
    [
      'with a source identity',
      role('botocore-session-1700000000', { sourceIdentity: 'alice' }),
      `the role ${ROLE}, on behalf of alice, through a session that a tool named botocore-session-1700000000`,
    ],
    [
      'with a source identity and a name',
      role('deploy', { sourceIdentity: 'alice' }),
      `the role ${ROLE} as deploy, on behalf of alice`,
    ],
    ['of Identity Center by a role', role('alice@example.com'), `the role ${ROLE} as alice@example.com`],
    [
      'on an instance',
      role('i-0abc1234567890def', { ec2RoleDelivery: '2.0' }),
      `the role ${ROLE}, through the EC2 instance i-0abc1234567890def`,
    ],
    [
      'of a function',
      role(
        'my-function',
        {},
        { inScopeOf: { issuerType: 'AWS::Lambda', credentialsIssuedTo: 'arn:aws:lambda:eu-west-1:1:function:f' } },
      ),
      `the role ${ROLE} as my-function, through AWS::Lambda arn:aws:lambda:eu-west-1:1:function:f`,
    ],
    [
      'of GitHub',
      role('GitHubActions', {
        webIdFederationData: {
          federatedProvider: `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`,
          attributes: { 'token.actions.githubusercontent.com:sub': 'repo:a/b:ref:refs/heads/main' },
        },
      }),
      `the role ${ROLE}, on behalf of repo:a/b:ref:refs/heads/main of token.actions.githubusercontent.com, through a session that a tool named GitHubActions`,
    ],
    [
      'by a service',
      role('x', {}, { invokedBy: 'cloudformation.amazonaws.com' }),
      `the role ${ROLE} as x, through cloudformation.amazonaws.com`,
    ],
    [
      'of Identity Center',
      {
        type: 'IdentityCenterUser',
        accountId: A,
        onBehalfOf: { userId: '5448', identityStoreArn: `arn:aws:identitystore::${A}:identitystore/d-1` },
      },
      'the IAM Identity Center user 5448 of d-1',
    ],
    [
      'of SAML',
      { type: 'SAMLUser', principalId: 'x:bob', userName: 'bob', identityProvider: 'idp.example.com' },
      'the federated user bob of idp.example.com',
    ],
    [
      'of the web',
      {
        type: 'WebIdentityUser',
        principalId: 'accounts.google.com:app:1',
        userName: '1',
        identityProvider: 'accounts.google.com',
      },
      'the federated user 1 of accounts.google.com',
    ],
    ['of a directory', { type: 'Directory', userName: 'carol' }, 'the directory user carol'],
    ['that is a role', { type: 'Role', arn: ROLE }, `the role ${ROLE}`],
    [
      'that is root without an ARN',
      { type: 'Root', principalId: A, accountId: A },
      `the root user, that of account ${A}`,
    ],
    [
      'of another account',
      { type: 'AWSAccount', principalId: 'AROAEXAMPLE:dave', accountId: A },
      `AROAEXAMPLE:dave of account ${A} as dave`,
    ],
    ['that is an account', { type: 'AWSAccount', accountId: A }, `account ${A}`],
    ['that is an account by its principal', { type: 'AWSAccount', principalId: A }, `account ${A}`],
    [
      'that is a service',
      { type: 'AWSService', invokedBy: 'macie2.amazonaws.com' },
      'the service macie2.amazonaws.com',
    ],
    ['that is unknown', { type: 'Unknown' }, 'an identity that CloudTrail does not name'],
    ['that is no object', 'alice', 'an identity that CloudTrail does not name'],
  ])('%s is named', (_, identity, text) => {
    expect(textOf(identity)).toBe(text);
  });

  test.each([
    'botocore-session-1700000000',
    'aws-sdk-js-1700000000000',
    'AWSCLI-Session',
    '1700000000000',
    'i-0abc1234',
    A,
    'aws-go-sdk-1700000000000000000',
  ])('does not have %s as the name of a person', (session) => {
    expect(actorOf({ userIdentity: role(session) }).sessionName).toBeNull();
  });

  test.each(['alice', 'alice@example.com', 'bob-2', 'j.doe', 'check'])('may be %s', (session) => {
    expect(actorOf({ userIdentity: role(session) }).sessionName).toBe(session);
  });
});
