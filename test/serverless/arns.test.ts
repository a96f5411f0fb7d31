import { describe, expect, test } from '@jest/globals';
import { arnProblems, regionProblem, regionWarning } from '../../serverless/arns.ts';

const problemsOf = (name: string, arn: string): readonly string[] => arnProblems(new Map([[name, arn]]), 'eu-west-1');
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

test.each([
  ['permissionsBoundary', 'arn:aws:iam::111122223333:policy/boundary'],
  ['permissionsBoundary', 'arn:aws:iam::111122223333:policy/security/teams/boundary_1'],
  ['permissionsBoundary', 'arn:aws:iam::aws:policy/PowerUserAccess'],
  ['existingTopicArn', 'arn:aws:sns:eu-west-1:111122223333:alerts'],
  ['alarmTopicArn', 'arn:aws:sns:eu-west-1:444455556666:ops_alarms'],
  ['kmsKeyArn', `arn:aws:kms:eu-west-1:111122223333:key/${KEY}`],
  ['kmsKeyArn', 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab'],
  ['kmsKeyArn', ''],
])('%s may be %s', (name, arn) => {
  expect(problemsOf(name, arn)).toEqual([]);
});

test.each([
  ['permissionsBoundary', 'boundary', 'expected the ARN of a managed policy'],
  ['permissionsBoundary', 'arn:aws:iam::111122223333:role/boundary', 'expected the ARN of a managed policy'],
  ['permissionsBoundary', 'arn:aws:iam:us-east-1:111122223333:policy/boundary', 'expected the ARN of a managed policy'],
  ['permissionsBoundary', 'arn:aws-us-gov:iam::111122223333:policy/boundary', 'offered in the partition aws alone'],
  ['permissionsBoundary', 'arn:aws:iam::1111222233:policy/boundary', 'expected the ARN of a managed policy'],
  ['existingTopicArn', 'alerts', 'such as arn:aws:sns:eu-west-1:111122223333:alerts, found "alerts"'],
  ['existingTopicArn', 'arn:aws:sns:us-east-1:111122223333:alerts', ', in eu-west-1, the Region of the stack, found'],
  ['existingTopicArn', 'arn:aws:sqs:eu-west-1:111122223333:alerts', 'expected the ARN of a standard SNS topic'],
  ['existingTopicArn', 'arn:aws:sns:eu-west-1:111122223333:alerts.fifo', 'expected the ARN of a standard SNS topic'],
  ['existingTopicArn', 'arn:aws:sns:eu-west-1:111122223333:alerts:1234', 'expected the ARN of a standard SNS topic'],
  ['existingTopicArn', 'arn:aws-cn:sns:cn-north-1:111122223333:alerts', 'offered in the partition aws alone'],
  ['alarmTopicArn', 'arn:aws:sns:eu-west-1::alerts', 'expected the ARN of a standard SNS topic'],
  ['kmsKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/mine', 'expected the ARN of a KMS key'],
  ['kmsKeyArn', `arn:aws:kms:eu-central-1:111122223333:key/${KEY}`, ', in eu-west-1, the Region of the stack'],
  ['kmsKeyArn', KEY, 'expected the ARN of a KMS key'],
])('%s may not be %s', (name, arn, problem) => {
  expect(problemsOf(name, arn)).toEqual([expect.stringContaining(problem)]);
  expect(problemsOf(name, arn)[0]).toMatch(new RegExp(`^--param ${name}: expected .*, found "`));
});

describe('the Region of the stack', () => {
  test.each([
    ['Ireland', 'expected the name of a Region, such as us-east-1, found "Ireland"'],
    ['', 'expected the name of a Region'],
    ['us-gov-west-1', 'Macie is not offered there'],
    ['cn-north-1', 'Macie is not offered there'],
    ['eusc-de-east-1', 'Macie is not offered there'],
  ])('%j is refused', (region, problem) => {
    expect(regionProblem(region)).toContain(problem);
    expect(regionWarning(region)).toBeNull();
  });

  test('a new one is taken, with a warning that names the nearest', () => {
    expect([regionProblem('eu-west-1'), regionWarning('eu-west-1')]).toEqual([null, null]);
    expect(regionProblem('eu-wset-1')).toBeNull();
    expect(regionWarning('eu-wset-1')).toContain('Did you mean eu-west-1?');
    expect(regionWarning('aq-antarctica-1')).toBe('--region: this version does not know a Region "aq-antarctica-1"');
  });
});
