import { beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledTemplate } from './compile-template.ts';
import { deploymentCalls, isAllowed } from './deployer-policy.ts';
import { BOUND, EVERYTHING, ORGANIZATION } from './package-stack.ts';
import { ROOT } from './serverless.ts';

const { Statement } = JSON.parse(readFileSync(join(ROOT, 'docs/deployer-policy.json'), 'utf8'));

let calls: readonly (readonly [string, string])[];
beforeAll(async () => {
  const stacks = [
    await compiledTemplate({}),
    await compiledTemplate(EVERYTHING),
    await compiledTemplate(BOUND),
    await compiledTemplate(ORGANIZATION),
  ];
  calls = stacks.flatMap(({ template }) =>
    Object.entries(template.Resources).flatMap(([logicalId, resource]) => deploymentCalls(logicalId, resource)),
  );
});

test('the policy of docs/deployer-policy.json allows every call for the resources of a stack', () => {
  expect(calls.length).toBeGreaterThan(100);
  expect(calls.filter((call) => !isAllowed(call, Statement))).toEqual([]);
});

test.each([
  ['cloudformation:CreateStack', 'arn:aws:cloudformation:us-east-1:111122223333:stack/macie-warden-prod/1'],
  ['cloudformation:DescribeStackEvents', 'arn:aws:cloudformation:us-east-1:111122223333:stack/macie-warden-prod/1'],
  ['cloudformation:ExecuteChangeSet', 'arn:aws:cloudformation:us-east-1:111122223333:stack/macie-warden-prod/1'],
  ['cloudformation:ValidateTemplate', '*'],
  ['s3:PutObject', 'arn:aws:s3:::macie-warden-prod-serverlessdeploymentbucket-1a2b/serverless/macie-warden.zip'],
  ['s3:DeleteObject', 'arn:aws:s3:::macie-warden-prod-serverlessdeploymentbucket-1a2b/serverless/macie-warden.zip'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:macie-warden-prod-check'],
])('it allows %s, as Serverless calls it', (action, arn) => {
  expect(isAllowed([action, arn], Statement)).toBe(true);
});

/** Calls whose resource has no name, or that IAM knows no resource for. */
const UNNAMED = /^(chatbot|kms|lambda:\w*EventSourceMapping|logs:Describe|sns:(Uns|GetS))/;

test('it allows nothing on the resources of others, and nothing of Macie', () => {
  const foreign = calls
    .filter(([action, arn]) => arn.includes('macie-warden-') && !UNNAMED.test(action))
    .map(([action, arn]) => [action, arn.replaceAll('macie-warden-', 'other-')] as const);
  expect(foreign.length).toBeGreaterThan(100);
  expect(foreign.filter((call) => isAllowed(call, Statement))).toEqual([]);
  expect(JSON.stringify(Statement)).not.toContain('macie2:');
});

test('it passes roles to the services that a stack gives them to', async () => {
  const stacks = [await compiledTemplate(EVERYTHING), await compiledTemplate(ORGANIZATION)];
  const trusted = stacks
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .map(({ Properties }) => JSON.stringify(Properties['AssumeRolePolicyDocument']))
    .flatMap((document) => [...document.matchAll(/"(\w+)\.amazonaws\.com"/g)].map(([, name]) => name));
  const passed = Statement.find(({ Sid }: { Sid: string }) => Sid === 'RolesForTheirServices').Condition.StringEquals;
  expect(new Set(passed['iam:PassedToService'])).toEqual(new Set(trusted.map((name) => `${name}.amazonaws.com`)));
});
