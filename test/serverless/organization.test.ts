import { expect, test } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseParameters } from '../../serverless/parameters.ts';
import type { PackagedPolicy } from '../../serverless/stack-values.ts';

const CONFIG = readFileSync(join(import.meta.dirname, '../../serverless.yml'), 'utf8').replaceAll(/!\w+/g, '');
const DEFAULTS: Readonly<Record<string, string>> = parseYaml(CONFIG).params.default;
const ROLES = { read: 'macie-warden-read', repair: 'macie-warden-repair' };
const POLICY: PackagedPolicy = {
  regions: ['eu-west-1', 'us-east-1'],
  excludeRegions: [],
  roles: ROLES,
};
const parse = (over: Readonly<Record<string, string>>, policy = POLICY) =>
  parseParameters(new Map(Object.entries({ ...DEFAULTS, ...over })), {
    region: 'us-east-1',
    stage: 'prod',
    policy,
  });
const ON = { organization: 'on', organizationId: 'o-a1b2c3d4e5', alertEmail: 'a@example.com' };

test('without organization=on a stack has no part of it, and its schedule starts check', () => {
  expect(parse({ remediation: 'enforce', slackWebhookParameter: '/slack' }).values).toMatchObject({
    runs: { target: { 'Fn::GetAtt': ['CheckLambdaFunction', 'Arn'] }, metric: 'Invocations' },
    organization: {
      machine: 'off',
      repairs: 'off',
      policySource: 'file',
      slackWebhook: 'none',
      keyOwner: 'none',
      topicOwner: 'other',
      pulse: 'off',
      memberEvents: 'off',
      members: 'off',
    },
  });
});

test('with organization=on the schedule starts the machine, and repairs need remediation=enforce', () => {
  const { problems, warnings, values } = parse(ON);
  expect([problems, warnings]).toEqual([[], []]);
  expect(values).toMatchObject({
    runs: { target: { Ref: 'OrganizationMachine' }, action: 'states:StartExecution', metric: 'ExecutionsStarted' },
    organization: { machine: 'on', repairs: 'off', memberEvents: 'on', members: 'off', keyOwner: 'stack' },
  });
  expect(parse({ ...ON, remediation: 'enforce' }).values.organization.repairs).toBe('on');
});

test('a run is slow from four fifths of the time between two runs on', () => {
  expect(parse({ ...ON, schedule: 'rate(2 hours)' }).values.organization.slowRunMs).toBe(5_760_000);
});

test('a StackSet covers the Regions of the policy and that of the stack, which has the roles', () => {
  const { values } = parse({
    ...ON,
    memberStackSet: 'service-managed',
    organizationalUnits: 'ou-ab12-cdef3456,r-ab12',
  });
  expect(values.organization).toMatchObject({
    members: 'service-managed',
    units: ['ou-ab12-cdef3456', 'r-ab12'],
    memberRegions: ['eu-west-1', 'us-east-1'],
    callAs: 'DELEGATED_ADMIN',
  });
});

test('the archive has the key of others if there is one, and else that of S3', () => {
  const kmsKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(parse({ ...ON, kmsKeyArn }).values.organization.archiveEncryption).toEqual({
    SSEAlgorithm: 'aws:kms',
    KMSMasterKeyID: kmsKeyArn,
  });
  expect(parse(ON).values.organization.archiveEncryption).toEqual({ SSEAlgorithm: 'AES256' });
});

test.each<[Readonly<Record<string, string>>, string | RegExp]>([
  [{ organization: 'yes' }, '--param organization: expected off or on, found "yes"'],
  [{ organization: 'on', organizationId: 'a1b2c3d4e5' }, /^--param organizationId: expected the id of an organization/],
  ...['0', '01', '1001', '2.5', '-1']
    .map(
      (maxConcurrency) =>
        [
          { ...ON, maxConcurrency },
          `--param maxConcurrency: expected a whole number from 1 to 1000, found "${maxConcurrency}"`,
        ] as const,
    )
    .map(([params, problem]): [Readonly<Record<string, string>>, string] => [params, problem]),
  [{ ...ON, readRoleName: '/read' }, /^--param readRoleName: expected the name of a role/],
  [{ ...ON, repairRoleName: '*' }, /^--param repairRoleName: expected the name of a role/],
  [{ ...ON, externalId: 'x' }, /^--param externalId: expected an external id of 2 to 1224/],
  [{ ...ON, pulse: 'rate(1 minutes)' }, /^--param pulse: /],
  [{ ...ON, memberStackSet: 'on' }, /^--param memberStackSet: expected off, service-managed or self-managed/],
  [
    { ...ON, memberStackSet: 'service-managed', organizationalUnits: 'ou-ab12' },
    /^--param organizationalUnits: expected ids/,
  ],
  [
    { ...ON, memberStackSet: 'self-managed', memberAccounts: '1111,2222' },
    /^--param memberAccounts: expected ids of accounts/,
  ],
  [{ ...ON, stackSetCallAs: 'admin' }, '--param stackSetCallAs: expected delegated-admin or self, found "admin"'],
  [{ pulse: 'rate(10 minutes)' }, '--param pulse needs --param organization=on'],
  [{ organizationId: 'o-a1b2c3d4e5' }, '--param organizationId needs --param organization=on'],
  [
    { organization: 'on', memberStackSet: 'self-managed', memberAccounts: '111122223333' },
    /^--param memberStackSet needs --param organizationId=o-…: aws organizations describe-organization/,
  ],
  [
    { ...ON, memberStackSet: 'service-managed' },
    /^--param memberStackSet=service-managed needs --param organizationalUnits/,
  ],
  [{ ...ON, memberStackSet: 'self-managed' }, /^--param memberStackSet=self-managed needs --param memberAccounts/],
])('%j is a problem: %s', (params, problem) => {
  const { problems } = parse(params);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(problem);
});

test.each<[Readonly<Record<string, string>>, RegExp]>([
  [
    { ...ON, organizationId: '' },
    /^changes in other accounts reach the hub with the next run .* give --param organizationId/,
  ],
  [
    { ...ON, organizationalUnits: 'r-ab12' },
    /^--param organizationalUnits has no effect without --param memberStackSet=service/,
  ],
  [
    { ...ON, memberAccounts: '111122223333' },
    /^--param memberAccounts has no effect without --param memberStackSet=self/,
  ],
])('%j is taken, with a warning: %s', (params, warning) => {
  expect(parse(params)).toMatchObject({ problems: [], warnings: [expect.stringMatching(warning)] });
});

test('a role of the policy that the stack may not assume is named', () => {
  const policy = { ...POLICY, roles: { ...ROLES, read: 'audit' } };
  expect(parse(ON, policy).warnings).toEqual([
    'roles.read of the policy is audit, and the stack may assume macie-warden-read alone: give --param readRoleName=audit',
  ]);
  expect(parse({ ...ON, readRoleName: 'audit' }, policy).warnings).toEqual([]);
});

test('a role may have a path, except where the StackSet makes it', () => {
  const params = { ...ON, readRoleName: 'security/read' };
  const policy = { ...POLICY, roles: { ...ROLES, read: 'security/read' } };
  expect(parse(params, policy)).toMatchObject({ problems: [], warnings: [] });
  const withStackSet = { ...params, memberStackSet: 'service-managed', organizationalUnits: 'r-ab12' };
  expect(parse(withStackSet, policy).problems).toEqual([
    '--param readRoleName: expected a name without a path, found "security/read": the StackSet makes roles without one. Leave memberStackSet off, or take another name',
  ]);
});

test('forwardingRegions are the Regions of the members as well', () => {
  const params = {
    ...ON,
    memberStackSet: 'self-managed',
    memberAccounts: '111122223333',
    forwardingRegions: 'eu-west-3',
  };
  expect(parse(params)).toMatchObject({
    warnings: [],
    values: { organization: { memberRegions: ['eu-west-3', 'us-east-1'] } },
  });
});
