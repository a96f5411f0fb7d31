import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { claim, placeOf, putInPlace, release } from '../fixtures/shelf.ts';
import { PARTS, serverless } from './serverless.ts';
import type { Stack, Template } from './template.ts';

/** Parameters of a stack with everything that can be switched on. */
export const EVERYTHING: Readonly<Record<string, string>> = {
  remediation: 'enforce',
  schedule: 'rate(15 minutes)',
  digest: 'cron(0 8 ? * MON *)',
  alertEmail: 'sec@example.com',
  slackWorkspaceId: 'T0ABC1DEF',
  slackChannelId: 'C0ABC1DEF',
  slackWebhookParameter: '/macie-warden/slack',
  alertBus: 'alerts',
  securityHub: 'on',
  logRetentionDays: '30',
  archiveRetentionDays: '730',
  evidenceLock: 'governance',
  forwarding: 'on',
  policySource: 's3://policies/policy.yml',
};

/** Parameters of a stack that watches and repairs an organization. */
export const ORGANIZATION: Readonly<Record<string, string>> = {
  organization: 'on',
  organizationId: 'o-a1b2c3d4e5',
  remediation: 'enforce',
  pulse: 'rate(10 minutes)',
  digest: 'cron(0 8 ? * MON *)',
  memberStackSet: 'service-managed',
  organizationalUnits: 'ou-ab12-cdef7890,ou-ab12-cdef3456',
  slackWebhookParameter: '/macie-warden/slack',
  alertBus: 'arn:aws:events:us-east-1:111122223333:event-bus/alerts',
  securityHub: 'on',
  securityHubIn: 'members',
  policySource: 'ssm:/macie-warden/policy',
};

const ACCOUNT = 'us-east-1:111122223333';

/** Parameters of a stack in an organization that gives it a boundary, a key and topics. */
export const BOUND: Readonly<Record<string, string>> = {
  ...EVERYTHING,
  alertEmail: 'sec@example.com,ops@example.com',
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  existingTopicArn: `arn:aws:sns:${ACCOUNT}:alerts`,
  alarmTopicArn: `arn:aws:sns:${ACCOUNT}:alarms`,
  kmsKeyArn: `arn:aws:kms:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  policySource: 'ssm:/macie-warden/policy',
  runbookUrl: 'https://wiki.example.com/macie-warden',
};

/**
 * Packages the stack with these parameters, as `serverless deploy` would, once for all workers and runs: the package is kept until a
 * source changes. Packaging takes twice the time of compiling the template alone.
 */
export async function packageStack(params: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const options = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const place = placeOf(PARTS, options);
  if (await claim(place)) await packageInto(place, options).finally(() => release(place));
  return readPackage(place);
}

async function packageInto(place: string, options: readonly string[]): Promise<void> {
  const { folder } = await serverless(['package', ...options]);
  putInPlace(join(folder, '.serverless'), place);
}

export function readPackage(folder: string): Stack {
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  const template: Template = JSON.parse(read('cloudformation-template-update-stack.json').toString());
  return { template, files: unzipSync(read('macie-warden.zip')) };
}
