import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListRegionsCommand, paginateListRegions } from '@aws-sdk/client-account';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { GetParameterCommand, GetParametersByPathCommand, paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startSandbox, type Sandbox } from '../../sandbox/server.ts';
import { parseWorld } from '../../sandbox/world.ts';
import { ACCOUNT, clientsOf } from './values.ts';

const WORLD = parseWorld(
  `
accounts: { "${ACCOUNT}": { optedIn: [me-south-1] } }
parameters: { /warden/policy: "version: 1" }
objects: { bucket/dir/policy.yml: "version: 2" }
`,
  'world',
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(WORLD));
afterAll(() => sandbox.close());

describe('sts', () => {
  test('the access key is the account', async () => {
    expect(await clientsOf(sandbox).sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ACCOUNT });
  });

  test('a role is of its own account, and its keys work', async () => {
    const { Credentials } = await clientsOf(sandbox).sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/path/reader', RoleSessionName: 'macie-warden' }),
    );
    const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'x', sessionToken: 'y' };
    const assumed = new STSClient({ endpoint: sandbox.url, region: 'eu-west-1', credentials });
    expect(await assumed.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '444455556666',
      Arn: 'arn:aws:sts::444455556666:assumed-role/reader/macie-warden',
    });
    expect(sandbox.calls.at(-1)).toMatchObject({ accountId: '444455556666', roleSessionName: 'macie-warden' });
  });

  test('what is no role is refused', async () => {
    const command = new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:user/me', RoleSessionName: 'x1' });
    await expect(clientsOf(sandbox).sts.send(command)).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('account', () => {
  test('lists 34 Regions, the opt-in ones as the account has them', async () => {
    const { Regions = [] } = await clientsOf(sandbox).account.send(new ListRegionsCommand({}));
    const statuses = new Map(Regions.map(({ RegionName, RegionOptStatus }) => [RegionName, RegionOptStatus]));
    expect(statuses.size).toBe(34);
    expect([statuses.get('us-east-1'), statuses.get('me-south-1'), statuses.get('af-south-1')]).toEqual([
      'ENABLED_BY_DEFAULT',
      'ENABLED',
      'DISABLED',
    ]);
  });

  test('in pages, and by status', async () => {
    const pages: number[] = [];
    const input = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
    for await (const page of paginateListRegions({ client: clientsOf(sandbox).account, pageSize: 10 }, input))
      pages.push(page.Regions?.length ?? 0);
    expect(pages).toEqual([10, 8]);
  });
});

describe('ssm', () => {
  test('knows the Regions that offer Macie, ten a page', async () => {
    const regions: (string | undefined)[] = [];
    const Path = '/aws/service/global-infrastructure/services/macie/regions';
    for await (const page of paginateGetParametersByPath({ client: clientsOf(sandbox).ssm }, { Path })) {
      expect(page.Parameters?.length).toBeLessThanOrEqual(10);
      regions.push(...(page.Parameters ?? []).map(({ Value }) => Value));
    }
    expect(regions).toHaveLength(22);
    expect(regions).toContain('il-central-1');
  });

  test('gives the parameters of the world', async () => {
    const { ssm } = clientsOf(sandbox);
    expect(await ssm.send(new GetParameterCommand({ Name: '/warden/policy', WithDecryption: true }))).toMatchObject({
      Parameter: { Value: 'version: 1' },
    });
    await expect(ssm.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
    await expect(ssm.send(new GetParametersByPathCommand({ Path: '/', MaxResults: 50 }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('s3', () => {
  test('keeps what was put', async () => {
    const { s3 } = clientsOf(sandbox);
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a b.txt', Body: 'hello' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a b.txt' }));
    expect(await Body?.transformToString()).toBe('hello');
    expect((await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'dir/policy.yml' }))).ContentLength).toBe(10);
    await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });
});

describe('sns', () => {
  async function topic(...subscriptions: { Protocol: string; Endpoint: string }[]) {
    const { sns } = clientsOf(sandbox);
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    for (const subscription of subscriptions) await sns.send(new SubscribeCommand({ TopicArn, ...subscription }));
    return { sns, TopicArn };
  }

  test('each subscriber gets the text for its protocol', async () => {
    const { sns, TopicArn } = await topic(
      { Protocol: 'email', Endpoint: 'a@example.com' },
      { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:111122223333:q' },
    );
    const Message = JSON.stringify({ default: 'plain', email: 'dear a & <b>' });
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Subject: 'hello', Message, MessageStructure: 'json' }),
    );
    expect(sandbox.inbox.map(({ protocol, body, subject, messageId }) => [protocol, body, subject, messageId])).toEqual(
      [
        ['email', 'dear a & <b>', 'hello', MessageId],
        ['sqs', 'plain', 'hello', MessageId],
      ],
    );
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions?.map(({ Endpoint }) => Endpoint)).toEqual([
      'a@example.com',
      'arn:aws:sqs:eu-west-1:111122223333:q',
    ]);
  });

  test('an http subscriber on this machine is called, any other is not', async () => {
    const got: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk) => got.push(String(chunk)));
      request.on('end', () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const { sns, TopicArn } = await topic(
      { Protocol: 'http', Endpoint: here },
      { Protocol: 'https', Endpoint: 'https://example.com/hook' },
    );
    await sns.send(new PublishCommand({ TopicArn, Message: 'hi' }));
    expect(await Promise.all(sandbox.inbox.map(({ outcome }) => outcome))).toEqual(['answered 200', 'shown']);
    expect(JSON.parse(got.join(''))).toMatchObject({ Type: 'Notification', Message: 'hi', TopicArn });
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ['no topic', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:none' }, 'NotFound'],
    ['no ARN', { TopicArn: 'alerts' }, 'InvalidParameter'],
    ['an empty message', { Message: '' }, 'InvalidParameter'],
    ['a message that is too long', { Message: 'x'.repeat(262_145) }, 'InvalidParameter'],
    ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'InvalidParameter'],
    ['a subject with a line break', { Subject: 'a\nb' }, 'InvalidParameter'],
    ['a subject that is not ASCII', { Subject: 'é' }, 'InvalidParameter'],
    ['no default', { Message: '{"email":"x"}', MessageStructure: 'json' }, 'InvalidParameter'],
    ['no JSON', { Message: '{', MessageStructure: 'json' }, 'InvalidParameter'],
  ])('refuses %s', async (_, over, code) => {
    const { sns, TopicArn } = await topic();
    const error = await sns
      .send(new PublishCommand({ TopicArn, Message: 'm', ...over }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ Error: expect.objectContaining({ Code: code }) });
  });
});

test('a request without a signature is told what the sandbox is', async () => {
  const response = await fetch(sandbox.url);
  expect(response.status).toBe(501);
  expect(await response.text()).toContain('requests without a SigV4 signature');
});
