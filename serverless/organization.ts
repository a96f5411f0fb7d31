import { bucketEncryption } from './archive.ts';
import type { OrganizationValues, Runs, StackContext, StackValues } from './stack-values.ts';

type Value = (name: string) => string;

/** The facts of the stack beside the parameters of the organization. */
interface Facts extends Pick<
  StackValues,
  'remediation' | 'policySource' | 'slackWebhook' | 'alertBus' | 'securityHub' | 'keyOwner' | 'topicOwner'
> {
  readonly longestGapMinutes: number;
  /** The Regions of the member accounts: that of the stack has their roles. */
  readonly regions: readonly string[];
}

/** What starts with the schedule: the state machine of the organization, or the function `check`. */
export function scheduledRuns(isOrganization: boolean): Runs {
  if (isOrganization) {
    const target = { Ref: 'OrganizationMachine' };
    return {
      target,
      action: 'states:StartExecution',
      namespace: 'AWS/States',
      metric: 'ExecutionsStarted',
      dimensions: [{ Name: 'StateMachineArn', Value: target }],
    };
  }
  return {
    target: { 'Fn::GetAtt': ['CheckLambdaFunction', 'Arn'] },
    action: 'lambda:InvokeFunction',
    namespace: 'AWS/Lambda',
    metric: 'Invocations',
    dimensions: [{ Name: 'FunctionName', Value: { Ref: 'CheckLambdaFunction' } }],
  };
}

const MS_PER_MINUTE = 60_000;
/** A run that takes more of the time between two runs is close to the next one. */
const SLOW_RUN_SHARE = 0.8;

/** Which parts of the organization a stack has, and their values; without `organization=on` none. */
export function organizationValues(value: Value, facts: Facts): OrganizationValues {
  const isOn = value('organization') === 'on';
  const members = MEMBER_STACK_SETS.find((one) => one === value('memberStackSet')) ?? 'off';
  return {
    machine: onOff(isOn),
    repairs: onOff(isOn && facts.remediation === 'enforce'),
    policySource: isOn ? facts.policySource.kind : 'file',
    slackWebhook: isOn ? facts.slackWebhook : 'none',
    alertBus: isOn ? facts.alertBus.kind : 'none',
    securityHub: isOn ? facts.securityHub.kind : 'off',
    keyOwner: isOn ? facts.keyOwner : 'none',
    topicOwner: isOn ? facts.topicOwner : 'other',
    pulse: onOff(isOn && value('pulse') !== ''),
    memberEvents: onOff(isOn && value('organizationId') !== ''),
    members: isOn ? members : 'off',
    units: listOf(value('organizationalUnits')),
    accounts: listOf(value('memberAccounts')),
    memberRegions: facts.regions,
    callAs: value('stackSetCallAs') === 'self' ? 'SELF' : 'DELEGATED_ADMIN',
    archiveEncryption: bucketEncryption(value, facts.keyOwner),
    slowRunMs: facts.longestGapMinutes * MS_PER_MINUTE * SLOW_RUN_SHARE,
  };
}

const MEMBER_STACK_SETS = ['service-managed', 'self-managed'] as const;

function onOff(isOn: boolean): 'on' | 'off' {
  return isOn ? 'on' : 'off';
}

function listOf(names: string): readonly string[] {
  return names === '' ? [] : [...new Set(names.split(','))].toSorted();
}

const HOW_TO_FIND_ID = 'aws organizations describe-organization --query Organization.Id --output text';

/** A sentence on each parameter of the organization that lacks another one. */
export function organizationProblems(value: Value): readonly string[] {
  const isOn = value('organization') === 'on';
  const members = value('memberStackSet');
  return [
    ...(isOn ? [] : NEED_ORGANIZATION.filter((name) => value(name) !== '' && value(name) !== 'off')).map(
      (name) => `--param ${name} needs --param organization=on`,
    ),
    ...(isOn && members !== 'off' && value('organizationId') === ''
      ? [`--param memberStackSet needs --param organizationId=o-…: ${HOW_TO_FIND_ID}`]
      : []),
    ...(isOn && members === 'service-managed' && value('organizationalUnits') === ''
      ? [
          '--param memberStackSet=service-managed needs --param organizationalUnits=ou-…, or the root of the organization, r-…',
        ]
      : []),
    ...(isOn && members !== 'off'
      ? ROLE_NAMES.filter((name) => value(name).includes('/')).map(
          (name) =>
            `--param ${name}: expected a name without a path, found ${JSON.stringify(value(name))}: the StackSet makes roles without one. Leave memberStackSet off, or take another name`,
        )
      : []),
    ...(isOn && members === 'self-managed' && value('memberAccounts') === ''
      ? ['--param memberStackSet=self-managed needs --param memberAccounts, such as 111122223333,444455556666']
      : []),
  ];
}

const ROLE_NAMES = ['readRoleName', 'repairRoleName'];
const NEED_ORGANIZATION = ['pulse', 'memberStackSet', 'organizationId', 'organizationalUnits', 'memberAccounts'];

/** A sentence on each thing that works and is probably not meant. */
export function organizationWarnings(value: Value, { policy }: Pick<StackContext, 'policy'>): readonly string[] {
  if (value('organization') !== 'on') return [];
  const unused = (name: string, members: string): readonly string[] =>
    value(name) !== '' && value('memberStackSet') !== members
      ? [`--param ${name} has no effect without --param memberStackSet=${members}`]
      : [];
  const roles = (['read', 'repair'] as const).flatMap((name) => {
    const [inPolicy, inStack] = [policy?.roles?.[name], value(`${name}RoleName`)];
    return inPolicy === undefined || inPolicy === inStack
      ? []
      : [
          `roles.${name} of the policy is ${inPolicy}, and the stack may assume ${inStack} alone: give --param ${name}RoleName=${inPolicy}`,
        ];
  });
  return [
    ...(value('organizationId') === ''
      ? [
          `changes in other accounts reach the hub with the next run and not at once: give --param organizationId=o-…: ${HOW_TO_FIND_ID}`,
        ]
      : []),
    ...unused('organizationalUnits', 'service-managed'),
    ...unused('memberAccounts', 'self-managed'),
    ...roles,
  ];
}
