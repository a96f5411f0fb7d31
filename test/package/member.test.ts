import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledTemplate, type Compiled } from './compile-template.ts';
import { memberTemplate as member, readTemplate } from './member-template.ts';
import { ORGANIZATION } from './package-stack.ts';
import { ROOT } from './serverless.ts';
import { allowedActions, functionStatements, type Resource, type Template } from './template.ts';

let hub: Compiled;
let selfManaged: Compiled;
beforeAll(async () => {
  hub = await compiledTemplate(ORGANIZATION);
  selfManaged = await compiledTemplate({
    organization: 'on',
    organizationId: 'o-a1b2c3d4e5',
    memberStackSet: 'self-managed',
    memberAccounts: '444455556666,111122223333',
    permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  });
});

const trustOf = (role: string) => Object(member.Resources[role]?.Properties['AssumeRolePolicyDocument']).Statement;

describe('the template of a member account', () => {
  test('its read role imports findings where the hub asks for it, and for its own account alone', () => {
    expect(member.Resources['ReadRoleFindings']).toMatchObject({ Condition: 'ImportsFindings' });
    expect(JSON.stringify(member.Resources['ReadRoleFindings'])).toContain(
      ':${AWS::AccountId}:product/${AWS::AccountId}/default',
    );
    const given = (stack: Compiled): unknown =>
      Object(stack.template.Resources['Members']?.Properties)['Parameters'].find(
        (one: { ParameterKey: string }) => one.ParameterKey === 'ImportFindings',
      ).ParameterValue;
    expect([given(hub), given(selfManaged)]).toEqual(['on', 'off']);
  });

  test('its read role reads, and its repair role can enable and resume, and not disable', () => {
    expect([...allowedActions(member, 'ReadRole')].toSorted()).toEqual([
      'account:ListRegions',
      'cloudtrail:LookupEvents',
      'cloudwatch:GetMetricData',
      'macie2:DescribeOrganizationConfiguration',
      'macie2:GetAdministratorAccount',
      'macie2:GetAutomatedDiscoveryConfiguration',
      'macie2:GetBucketStatistics',
      'macie2:GetClassificationExportConfiguration',
      'macie2:GetFindingsPublicationConfiguration',
      'macie2:GetMacieSession',
      'macie2:GetMember',
      'macie2:GetRevealConfiguration',
      'macie2:GetUsageStatistics',
      'macie2:GetUsageTotals',
      'macie2:ListAutomatedDiscoveryAccounts',
      'macie2:ListMembers',
      's3:ListAllMyBuckets',
      // With ImportFindings alone.
      'securityhub:BatchImportFindings',
      'securityhub:DescribeHub',
    ]);
    expect([...allowedActions(member, 'RepairRole')].toSorted()).toEqual([
      'iam:CreateServiceLinkedRole',
      'macie2:BatchUpdateAutomatedDiscoveryAccounts',
      'macie2:CreateMember',
      'macie2:DeleteMember',
      'macie2:EnableMacie',
      'macie2:GetMember',
      'macie2:PutClassificationExportConfiguration',
      'macie2:PutFindingsPublicationConfiguration',
      'macie2:UpdateAutomatedDiscoveryConfiguration',
      'macie2:UpdateMacieSession',
      'macie2:UpdateMemberSession',
      'macie2:UpdateOrganizationConfiguration',
    ]);
  });

  test('the repair role of a member may do what the repair role of the hub may do in its own account', () => {
    const writes = (template: Template, role: string): readonly string[] =>
      [...allowedActions(template, role)]
        .filter((action) => /^(iam:|macie2:(?!Describe|Get|List))/.test(action))
        .toSorted();
    expect(writes(member, 'RepairRole')).toEqual(writes(hub.template, 'OrganizationRepairRole'));
  });

  test.each([
    ['ReadRole', 'HubReadRoleArns'],
    ['RepairRole', 'HubRepairRoleArns'],
  ])(
    '%s trusts the roles of the hub alone, of one organization, with the external id if there is one',
    (role, arns) => {
      expect(trustOf(role)).toMatchObject([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Condition: {
            ArnEquals: { 'aws:PrincipalArn': { Ref: arns } },
            StringEquals: {
              'aws:PrincipalOrgID': { Ref: 'OrganizationId' },
              'sts:ExternalId': { 'Fn::If': ['HasExternalId', { Ref: 'ExternalId' }, { Ref: 'AWS::NoValue' }] },
            },
          },
        },
      ]);
    },
  );

  test('has its roles in one Region, and the repair role only on demand', () => {
    const conditions = Object(member.Conditions);
    expect([member.Resources['ReadRole']?.Condition, member.Resources['RepairRole']?.Condition]).toEqual([
      'HasReadRole',
      'HasRepairRole',
    ]);
    expect(conditions.IsHome).toEqual({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, { Ref: 'HomeRegion' }] });
    for (const [name, switchName] of [
      ['HasReadRole', 'DeployReadRole'],
      ['HasRepairRole', 'DeployRepairRole'],
    ] as const)
      expect(conditions[name]['Fn::And']).toEqual([
        { Condition: 'IsHome' },
        { 'Fn::Not': [{ Condition: 'IsHubAccount' }] },
        { 'Fn::Equals': [{ Ref: switchName }, 'on'] },
      ]);
    expect(member.Parameters).toMatchObject({
      DeployReadRole: { Default: 'on' },
      DeployRepairRole: { Default: 'off' },
    });
  });

  test('forwards what resources/forwarder.yml forwards', () => {
    const pattern = (template: Template) => template.Resources['ForwardRule']?.Properties['EventPattern'];
    expect(pattern(member)).toEqual(pattern(readTemplate('forwarder')));
    expect(pattern(member)).toEqual(hub.template.Resources['ChangeRule']?.Properties['EventPattern']);
    expect(member.Resources['ForwardRule']?.Condition).toBe('HasForwarder');
    expect([...allowedActions(member, 'ForwardRole')]).toEqual(['events:PutEvents']);
  });

  test('fits into the body of a StackSet', () => {
    expect(readFileSync(join(ROOT, 'resources/member.yml')).length).toBeLessThan(51_200);
  });
});

describe('the StackSet of member accounts', () => {
  const stackSet = ({ template }: Compiled): Resource['Properties'] => template.Resources['Members']?.Properties ?? {};
  const parameters = (stack: Compiled): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object(stackSet(stack)['Parameters']).map((one: { ParameterKey: string; ParameterValue: unknown }) => [
        one.ParameterKey,
        one.ParameterValue,
      ]),
    );

  test('service-managed: of the delegated administrator, over units and Regions, and for accounts that join', () => {
    expect(stackSet(hub)).toMatchObject({
      StackSetName: 'macie-warden-prod-members',
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      AutoDeployment: { Enabled: true },
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: ['ou-ab12-cdef3456', 'ou-ab12-cdef7890'] },
          Regions: expect.arrayContaining(['us-east-1', 'eu-west-1']),
        },
      ],
    });
  });

  test('self-managed: over a list of accounts, by the roles of AWS’s prerequisites', () => {
    expect(stackSet(selfManaged)).toMatchObject({
      PermissionModel: 'SELF_MANAGED',
      ExecutionRoleName: 'AWSCloudFormationStackSetExecutionRole',
      StackInstancesGroup: [{ DeploymentTargets: { Accounts: ['111122223333', '444455556666'] } }],
    });
    expect(stackSet(selfManaged)).not.toHaveProperty('CallAs');
    expect(stackSet(selfManaged)).not.toHaveProperty('AutoDeployment');
  });

  test('goes on where a Region or an account fails: the tolerance is a share', () => {
    for (const stack of [hub, selfManaged])
      expect(stackSet(stack)['OperationPreferences']).toEqual({
        RegionConcurrencyType: 'PARALLEL',
        MaxConcurrentPercentage: 25,
        FailureTolerancePercentage: 100,
      });
  });

  test('gives the template parameters that it has, and every one that it requires', () => {
    for (const stack of [hub, selfManaged]) {
      const given = Object.keys(parameters(stack));
      expect(given.filter((name) => !(name in member.Parameters))).toEqual([]);
      const required = Object.entries(member.Parameters).flatMap(([name, one]) => ('Default' in one ? [] : [name]));
      expect(required.filter((name) => !given.includes(name))).toEqual([]);
    }
    expect(parameters(selfManaged)['PermissionsBoundary']).toBe('arn:aws:iam::111122223333:policy/boundary');
  });

  test('deploys the repair role in enforce mode alone, and trusts the roles that assume it', () => {
    expect([parameters(hub)['DeployRepairRole'], parameters(selfManaged)['DeployRepairRole']]).toEqual(['on', 'off']);
    for (const [name, assumed] of [
      ['HubReadRoleArns', ':role/macie-warden-read'],
      ['HubRepairRoleArns', ':role/macie-warden-repair'],
    ] as const) {
      const roles = Object.keys(hub.template.Resources).filter((role) =>
        functionStatements(hub.template, role).some(
          ({ Action, Resource: resource }) => Action === 'sts:AssumeRole' && JSON.stringify(resource).includes(assumed),
        ),
      );
      const trusted = [...JSON.stringify(parameters(hub)[name]).matchAll(/"(\w+Role)"/g)].map(([, role = '']) => role);
      expect(trusted.toSorted()).toEqual(roles.toSorted());
      expect(hub.template.Outputs[name]?.Value).toEqual(parameters(hub)[name]);
    }
  });
});

test('the bus of the hub takes events of the organization, and of nobody without its id', async () => {
  expect(hub.template.Resources['MemberEvents']).toMatchObject({
    Type: 'AWS::Events::EventBusPolicy',
    Properties: {
      Statement: {
        Action: 'events:PutEvents',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      },
    },
  });
  const { template } = await compiledTemplate({ organization: 'on' });
  expect(template.Resources).not.toHaveProperty('MemberEvents');
});
