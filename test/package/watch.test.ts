import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchesPattern, type Pattern } from '../../sandbox/stack/pattern.ts';
import { compiledTemplate, type Compiled } from './compile-template.ts';
import { memberTemplate } from './member-template.ts';
import { ORGANIZATION } from './package-stack.ts';
import { ROOT } from './serverless.ts';
import type { Resource } from './template.ts';

let stack: Compiled;
beforeAll(async () => {
  stack = await compiledTemplate(ORGANIZATION);
});

const ARNS = 'us-east-1:111122223333';
const NAME = 'macie-warden-prod';
/** What CloudFormation gives for references. */
const RESOLVED: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '111122223333',
  'AWS::StackName': NAME,
  'AWS::StackId': `arn:aws:cloudformation:${ARNS}:stack/${NAME}/1a2b`,
  Topic: `arn:aws:sns:${ARNS}:${NAME}-Topic-1A2B`,
  StateTable: NAME,
  'StateTable.Arn': `arn:aws:dynamodb:${ARNS}:table/${NAME}`,
  ChangeSource: '14e0db71-5d35-4eb5-b481-8945cf9d10c2',
  'ChangeQueue.QueueName': `${NAME}-changes`,
  'ChangeDeadLetterQueue.QueueName': `${NAME}-changes-dead`,
  'DeadLetterQueue.QueueName': `${NAME}-DeadLetterQueue-1A2B`,
  OrganizationMachine: `arn:aws:states:${ARNS}:stateMachine:${NAME}-organization`,
  'OrganizationMachine.Name': `${NAME}-organization`,
};

function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, inner] = ['', null]] = Object.entries(value);
  if (key === 'Ref') return reference(String(inner));
  if (key === 'Fn::GetAtt') return reference(Object(inner).join('.'));
  if (key === 'Fn::Sub') return String(inner).replaceAll(/\$\{([\w:.]+)\}/g, (_, name) => reference(name));
  if (key === 'Fn::Join') return Object(resolved(Object(inner)[1])).join(Object(inner)[0]);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one)]));
}

function reference(name: string): string {
  const value = RESOLVED[name];
  if (value === undefined) throw new Error(`${name} has no value here`);
  return value;
}

const rules = (): readonly (readonly [string, Resource['Properties']])[] =>
  Object.entries(stack.template.Resources).flatMap(([name, { Type, Properties }]) =>
    Type === 'AWS::Events::Rule' && name.startsWith('Watch') ? [[name, Object(resolved(Properties))] as const] : [],
  );

/** A call as CloudTrail records it and EventBridge delivers it. */
function called(service: string, eventName: string, requestParameters: object, over: object = {}): object {
  return {
    source: `aws.${service}`,
    'detail-type': 'AWS API Call via CloudTrail',
    account: '111122223333',
    region: 'us-east-1',
    detail: {
      eventSource: `${service}.amazonaws.com`,
      eventName,
      eventTime: '2026-11-24T09:00:00Z',
      eventID: '89d1a02d-5ec7-412e-82f5-13505f849b41',
      sourceIPAddress: '203.0.113.7',
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
      },
      requestParameters,
      ...over,
    },
  };
}

const matching = (event: object): readonly string[] =>
  rules().flatMap(([name, { EventPattern }]) => (matchesPattern(event, EventPattern as Pattern) ? [name] : []));

const QUEUE = `https://sqs.us-east-1.amazonaws.com/111122223333/${NAME}-changes`;
const TOPIC = RESOLVED['Topic'];

describe('who disables the watcher is reported', () => {
  test.each<[string, string, object]>([
    ['events', 'DisableRule', { name: `${NAME}-changes` }],
    ['events', 'DisableRule', { name: `${NAME}-member` }],
    ['events', 'DeleteRule', { name: `${NAME}-watch-rules`, force: true }],
    ['events', 'PutRule', { name: `${NAME}-changes`, state: 'DISABLED' }],
    ['events', 'RemoveTargets', { rule: `${NAME}-changes`, ids: ['changes'] }],
    ['events', 'PutTargets', { rule: `${NAME}-changes`, targets: [] }],
    ['events', 'RemovePermission', { statementId: `${NAME}-members` }],
    ['events', 'RemovePermission', { removeAllPermissions: true, eventBusName: 'default' }],
    ['events', 'PutPermission', { eventBusName: `arn:aws:events:${ARNS}:event-bus/default` }],
    ['sqs', 'SetQueueAttributes', { queueUrl: QUEUE, attributes: { Policy: '{}' } }],
    ['sqs', 'PurgeQueue', { queueUrl: `${QUEUE}-dead` }],
    ['sqs', 'DeleteQueue', { queueUrl: `https://queue.amazonaws.com/111122223333/${NAME}-DeadLetterQueue-1A2B` }],
    ['sqs', 'RemovePermission', { queueUrl: QUEUE, label: 'OnlyTheRuleSends' }],
    ['sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}:2b3c` }],
    ['sns', 'SetSubscriptionAttributes', { subscriptionArn: `${TOPIC}:2b3c`, attributeName: 'FilterPolicy' }],
    ['sns', 'SetTopicAttributes', { topicArn: TOPIC, attributeName: 'Policy' }],
    ['sns', 'DeleteTopic', { topicArn: TOPIC }],
    ['scheduler', 'DeleteSchedule', { name: `${NAME}-check`, groupName: 'default' }],
    ['scheduler', 'UpdateSchedule', { name: `${NAME}-pulse`, state: 'DISABLED' }],
    ['states', 'DeleteStateMachine', { stateMachineArn: RESOLVED['OrganizationMachine'] }],
    ['states', 'UpdateStateMachine', { stateMachineArn: RESOLVED['OrganizationMachine'] }],
    ['states', 'StopExecution', { executionArn: `arn:aws:states:${ARNS}:execution:${NAME}-organization:1a2b` }],
    ['lambda', 'PutFunctionConcurrency20171031', { functionName: `${NAME}-check`, reservedConcurrentExecutions: 0 }],
    ['lambda', 'DeleteFunction20150331', { functionName: `arn:aws:lambda:${ARNS}:function:${NAME}-change` }],
    ['lambda', 'UpdateEventSourceMapping20150331', { uUID: RESOLVED['ChangeSource'], enabled: false }],
    ['cloudformation', 'DeleteStackInstances', { stackSetName: `${NAME}-members` }],
    ['cloudformation', 'DeleteStackSet', { stackSetName: `${NAME}-forwarding` }],
    ['cloudformation', 'DeleteStack', { stackName: NAME }],
    ['cloudformation', 'DeleteStack', { stackName: RESOLVED['AWS::StackId'] }],
    ['dynamodb', 'DeleteTable', { tableName: NAME }],
    ['monitoring', 'DisableAlarmActions', { alarmNames: [`${NAME}-errors`] }],
    ['monitoring', 'DeleteAlarms', { alarmNames: ['other', `${NAME}-coverage`] }],
  ])('%s: %s', (service, call, parameters) => {
    expect(matching(called(service, call, parameters))).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['a rule of others', called('events', 'DisableRule', { name: 'other-changes' })],
    ['another bus', called('events', 'RemovePermission', { eventBusName: 'orders' })],
    ['a queue of others', called('sqs', 'PurgeQueue', { queueUrl: QUEUE.replace(NAME, 'orders') })],
    [
      'a queue of that name in another account',
      called('sqs', 'PurgeQueue', { queueUrl: QUEUE.replace('1111', '9999') }),
    ],
    ['a subscription of another topic', called('sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}-2:2b3c` })],
    ['a call that reads', called('events', 'DescribeRule', { name: `${NAME}-changes` })],
    ['a call that failed', called('events', 'DisableRule', { name: `${NAME}-changes` }, { errorCode: 'AccessDenied' })],
    [
      'a deployment',
      called('events', 'PutRule', { name: `${NAME}-changes` }, { sourceIPAddress: 'cloudformation.amazonaws.com' }),
    ],
    ['another stack', called('cloudformation', 'DeleteStack', { stackName: `${NAME}-2` })],
    ['a message to the queue', called('sqs', 'SendMessage', { queueUrl: QUEUE })],
  ])('%s is not', (_, event) => {
    expect(matching(event)).toEqual([]);
  });
});

describe('the rules of a member account', () => {
  const RULE = `${NAME}-member`;
  const named = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll('{"Ref":"Name"}', `"${RULE}"`)
        .replaceAll('{"Fn::Sub":"${Name}-watch"}', `"${RULE}-watch"`),
    );
  const pattern = (): Pattern => Object(named(memberTemplate.Resources['WatchRule']?.Properties['EventPattern']));

  test.each<[string, object]>([
    ['DisableRule', { name: RULE }],
    ['DeleteRule', { name: `${RULE}-watch` }],
    ['PutRule', { name: RULE, state: 'DISABLED' }],
    ['RemoveTargets', { rule: RULE, ids: ['hub'] }],
    ['PutTargets', { rule: `${RULE}-watch` }],
  ])('forward %s of the other one, and the hub reports it', (call, parameters) => {
    const event = called('events', call, parameters);
    expect(matchesPattern(event, pattern())).toBe(true);
    expect(matching({ ...event, account: '444455556666', region: 'eu-west-3' })).toEqual(['WatchRules']);
  });

  test('leave rules of others, and deployments', () => {
    expect(matchesPattern(called('events', 'DisableRule', { name: `${NAME}-changes` }), pattern())).toBe(false);
    const deployed = called('events', 'PutRule', { name: RULE }, { sourceIPAddress: 'cloudformation.amazonaws.com' });
    expect(matchesPattern(deployed, pattern())).toBe(false);
  });

  test('have names that begin as those of the hub do', () => {
    const parameters = Object(stack.template.Resources['Members']?.Properties['Parameters']);
    expect(parameters).toContainEqual({ ParameterKey: 'Name', ParameterValue: RULE });
  });
});

test('patterns keep to the 2,048 characters of EventBridge, with the longest names', () => {
  expect(rules()).toHaveLength(4);
  for (const [, { EventPattern }] of rules()) {
    const longest = JSON.stringify(EventPattern).replaceAll(NAME, `macie-warden-${'a'.repeat(25)}`);
    expect(longest.length).toBeLessThan(2048);
  }
});

/** What an input transformer of EventBridge makes of an event: a variable without a value is left out. */
function transformed(event: object): string {
  const [name] = matching(event);
  const [, { Targets } = {}] = rules().find(([one]) => one === name) ?? [];
  const { InputPathsMap, InputTemplate } = Object(Targets)[0].InputTransformer;
  return String(InputTemplate).replaceAll(/<(\w+)>/g, (_, variable: string) => {
    const path: unknown = InputPathsMap[variable];
    if (typeof path !== 'string') throw new Error(`<${variable}> has no path`);
    const keys = path
      .replace('$.', '')
      .split(/[.[\]]+/)
      .filter((key) => key !== '');
    const found = keys.reduce<unknown>((value, key) => Object(value)[key], event);
    return typeof found === 'string' ? found : '';
  });
}

test('the message says who did what to which part, where and when, and what to do', () => {
  const text = transformed(called('events', 'DisableRule', { name: `${NAME}-changes` }));
  expect(readFileSync(join(ROOT, 'docs/organization.md'), 'utf8')).toContain(`\n${text}\n`);
  expect(text).toBe(
    [
      '"macie-warden itself was changed: DisableRule by arn:aws:sts::111122223333:assumed-role/Admin/alice (AssumedRole)"',
      '"On: macie-warden-prod-changes "',
      '"From: 203.0.113.7, in us-east-1 of account 111122223333, at 2026-11-24T09:00:00Z"',
      '"Until this is undone, changes of Macie may be missed, or reports may reach nobody."',
      '"To do: ask who it was. If nobody meant it, deploy the stack again."',
      '"CloudTrail event 89d1a02d-5ec7-412e-82f5-13505f849b41 of events.amazonaws.com"',
    ].join('\n'),
  );
});

test.each<[string, string, object, string]>([
  ['sqs', 'SetQueueAttributes', { queueUrl: QUEUE }, QUEUE],
  ['sns', 'Unsubscribe', { subscriptionArn: `${TOPIC}:2b3c` }, `${TOPIC}:2b3c`],
  ['scheduler', 'DeleteSchedule', { name: `${NAME}-check` }, `${NAME}-check`],
  ['cloudformation', 'DeleteStackInstances', { stackSetName: `${NAME}-members` }, `${NAME}-members`],
  ['monitoring', 'DeleteAlarms', { alarmNames: [`${NAME}-errors`] }, `${NAME}-errors`],
])('the message on %s %s names the part, and who it was', (service, call, parameters, part) => {
  const text = transformed(called(service, call, parameters));
  expect(text).toContain(part);
  expect(text).toContain(`: ${call} by arn:aws:sts::111122223333:assumed-role/Admin/alice (`);
});
