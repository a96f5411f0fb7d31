import { neededActions } from '../../../core/doctor/needed-actions.ts';
import type { Step } from '../steps.ts';
import type { NeededAccess, StackResources } from './resources.ts';

/** The roles of a stack: that of the functions `check` and `change`, and one for each step of its state machine. */
export type StackRole = 'check' | Step;

/** The access that a role of the stack needs for its policy; a test compares it with the templates. */
export function neededAccess(role: StackRole, of: StackResources): readonly NeededAccess[] {
  return [...ACCESS[role](of)].filter(({ actions }) => actions.length > 0);
}

const ACCESS: Readonly<Record<StackRole, (of: StackResources) => readonly NeededAccess[]>> = {
  check: (of) => [
    ...macie(of, { isWriting: of.isWriting }),
    ...callers(),
    ...regions(of),
    ...state(of, ['BatchGetItem', 'BatchWriteItem', 'Query', 'UpdateItem']),
    { actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], resource: of.changeQueue },
    ...source(of),
    ...channels(of),
    ...(of.isOrganization ? [...accounts(), ...administrators(), ...openAccounts(of), ...assuming(of)] : []),
  ],
  plan: (of) => [...accounts(), ...runs(of, ['GetObject', 'PutObject']), ...openAccounts(of), ...source(of)],
  scan: (of) => [
    ...macie(of, { isWriting: false }),
    ...regions(of),
    ...administrators(),
    { actions: ['sts:AssumeRole'], resource: of.readRole },
    ...runs(of, ['GetObject', 'PutObject']),
  ],
  gate: (of) => [...state(of, ['Query']), ...runs(of, ['GetObject', 'PutObject'])],
  repair: (of) => [
    ...macie(of, { isWriting: of.isWriting }),
    ...callers(),
    ...administrators(),
    ...assuming(of),
    ...state(of, ['BatchWriteItem', 'Query', 'UpdateItem']),
    ...runs(of, ['GetObject', 'PutObject']),
  ],
  conclude: (of) => [
    { actions: ['sts:AssumeRole'], resource: of.readRole },
    ...callers(),
    ...state(of, ['BatchGetItem', 'BatchWriteItem', 'Query', 'UpdateItem']),
    ...openAccounts(of),
    ...runs(of, ['GetObject']),
    ...channels(of),
  ],
};

/** Macie and Security Hub, and where something may be switched on, what an estimate of its cost needs. */
function macie(of: StackResources, { isWriting }: { readonly isWriting: boolean }): readonly NeededAccess[] {
  const actions = neededActions(of.groups, { isWriting, ofMembers: of.isOrganization });
  const costs = ['cloudwatch:GetMetricData', 'macie2:GetBucketStatistics', 's3:ListAllMyBuckets'];
  return [
    { actions: [...actions.filter((one) => one.startsWith('macie2:')), ...(of.isWriting ? costs : [])], resource: '*' },
    { actions: actions.filter((one) => one.startsWith('securityhub:')), resource: of.hub },
  ];
}

function callers(): readonly NeededAccess[] {
  return [{ actions: ['cloudtrail:LookupEvents'], resource: '*' }];
}

function regions(of: StackResources): readonly NeededAccess[] {
  return [
    { actions: ['account:ListRegions'], resource: of.regionsOfAccount },
    { actions: ['ssm:GetParametersByPath'], resource: of.regionsOfMacie },
  ];
}

function state(of: StackResources, operations: readonly string[]): readonly NeededAccess[] {
  return [{ actions: operations.map((operation) => `dynamodb:${operation}`), resource: of.table }];
}

function openAccounts(of: StackResources): readonly NeededAccess[] {
  return [{ actions: ['dynamodb:Query'], resource: `${of.table}/index/open` }];
}

function source({ policySource }: StackResources): readonly NeededAccess[] {
  return policySource === null ? [] : [policySource];
}

/** Of who sends messages and archives reports. */
function channels({ topic, slackParameter, bus, findings, reportBucket }: StackResources): readonly NeededAccess[] {
  return [
    ...on(topic, ['sns:GetTopicAttributes', 'sns:Publish']),
    ...on(slackParameter, ['ssm:GetParameter']),
    ...on(bus, ['events:DescribeEventBus', 'events:PutEvents']),
    ...on(findings, ['securityhub:BatchImportFindings']),
    ...on(reportBucket === null ? null : `${reportBucket}/reports/report.json`, ['s3:PutObject']),
    ...on(reportBucket === null ? null : `${reportBucket}/reports/latest.json`, ['s3:GetObject']),
  ];
}

function on(resource: string | null, actions: readonly string[]): readonly NeededAccess[] {
  return resource === null ? [] : [{ actions, resource }];
}

function accounts(): readonly NeededAccess[] {
  const operations = [
    'DescribeOrganizationalUnit',
    'ListAccounts',
    'ListAccountsForParent',
    'ListOrganizationalUnitsForParent',
    'ListRoots',
  ];
  return [{ actions: operations.map((operation) => `organizations:${operation}`), resource: '*' }];
}

function administrators(): readonly NeededAccess[] {
  return [{ actions: ['organizations:ListDelegatedAdministrators'], resource: '*' }];
}

function assuming({ readRole, repairRole, isWriting }: StackResources): readonly NeededAccess[] {
  const roles = isWriting ? [readRole, repairRole] : [readRole];
  return roles.map((resource) => ({ actions: ['sts:AssumeRole'], resource }));
}

function runs({ runsBucket }: StackResources, operations: readonly string[]): readonly NeededAccess[] {
  const actions = operations.map((operation) => `s3:${operation}`);
  return [
    ...on(runsBucket === null ? null : `${runsBucket}/runs/run/shards/1.json`, actions),
    ...on(runsBucket, ['s3:ListBucket']),
  ];
}
