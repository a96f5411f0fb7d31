import { describe, expect, test } from '@jest/globals';
import { actorOf } from '../../lib/cloudtrail/user-identity.ts';
import { callLines, shortActorText } from '../../lib/render/words/activity-words.ts';
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

const ONLY_ACCOUNT = { accountId: A };
const SSO = `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123`;
const MACIE = `arn:aws:iam::${A}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`;
const issuedBy = (arn: string) => ({ sessionIssuer: { type: 'Role', arn, accountId: A } });
const onBehalfOf = { userId: 'u-1', identityStoreArn: `arn:aws:identitystore::${A}:identitystore/d-1` };

describe('the most that is known of a caller, in full and for a subject', () => {
  test.each<[string, unknown, string, string]>([
    [
      'a user of Identity Center by the name of the session, not by an id',
      role('alice@example.com', issuedBy(SSO), { onBehalfOf }),
      `the role ${SSO} as alice@example.com, on behalf of the IAM Identity Center user u-1 of d-1`,
      'alice@example.com',
    ],
    [
      'the user behind an application',
      role('app', {}, { onBehalfOf }),
      `the role ${ROLE} as app, on behalf of the IAM Identity Center user u-1 of d-1`,
      'the IAM Identity Center user u-1 of d-1',
    ],
    [
      'a service by its role, not by the name of its session',
      role('macie', issuedBy(MACIE), { invokedBy: 'macie.amazonaws.com' }),
      `the role ${MACIE}, through macie.amazonaws.com`,
      'the role AWSServiceRoleForAmazonMacie',
    ],
    [
      'a product provider',
      role('alice', {}, { invokedByDelegate: { accountId: '444455556666' } }),
      `the role ${ROLE} as alice, through the product provider of account 444455556666`,
      'alice',
    ],
    [
      'a root session that the organization took',
      { type: 'Root', arn: `arn:aws:iam::${A}:root`, ...ONLY_ACCOUNT, sessionContext: { assumedRoot: 'true' } },
      `the root user, arn:aws:iam::${A}:root, through sts:AssumeRoot of its organization`,
      'the root user',
    ],
    [
      'a session of Cognito',
      role('CognitoIdentityCredentials'),
      `the role ${ROLE}, through a session that a tool named CognitoIdentityCredentials`,
      'the role Admin',
    ],
    [
      'a user of a provider with a path in its name',
      { type: 'SAMLUser', userName: 'alice', identityProvider: 'https://idp/saml' },
      'the federated user alice of https://idp/saml',
      'alice of https://idp/saml',
    ],
    [
      'a federated user without an issuer',
      { type: 'FederatedUser', arn: `arn:aws:sts::${A}:federated-user/bob`, ...ONLY_ACCOUNT },
      `the federated user arn:aws:sts::${A}:federated-user/bob as bob`,
      'bob',
    ],
    ['an unknown type with a name', { type: 'Unknown', userName: 'ext' }, 'an unknown identity ext', 'ext'],
  ])('%s', (_, identity, text, short) => {
    expect(textOf(identity)).toBe(text);
    expect(shortActorText(actorOf({ userIdentity: identity }))).toBe(short);
  });

  test.each([
    ['IdentityCenterUser', `an IAM Identity Center user of account ${A}`],
    ['AWSAccount', `account ${A}`],
    ['IAMUser', `an identity of account ${A}`],
    ['AssumedRole', `an identity of account ${A}`],
    ['FederatedUser', `an identity of account ${A}`],
    ['AWSService', `an identity of account ${A}`],
    ['Unknown', `an identity of account ${A}`],
    ['SomethingNew', `an identity of account ${A}`],
  ])('the account of a %s without a name is not its name', (type, text) => {
    expect(textOf({ type, ...ONLY_ACCOUNT })).toBe(text);
    expect(textOf({ type, userName: A, principalId: A, ...ONLY_ACCOUNT })).toBe(text);
  });

  test.each(['Root', 'IAMUser', 'AssumedRole', 'AWSService', 'FederatedUser', 'Directory', 'Unknown'])(
    'a %s without anything is not named',
    (type) => {
      expect(textOf({ type })).toMatch(/^(the root user, )?an identity that CloudTrail does not name$/);
    },
  );
});
