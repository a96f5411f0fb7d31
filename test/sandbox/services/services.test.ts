import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, get, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
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
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../values.ts';

const WORLD = parseWorld(
  `
accounts: { "${ACCOUNT}": { optedIn: [me-south-1] } }
parameters: { /warden/policy: "version: 1", /warden/secret: { type: SecureString, value: xyzzy } }
objects: { bucket/dir/policy.yml: "version: 2" }
`,
  'world',
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset(WORLD));
// What a test opened is closed even if it fails.
const opened: (() => unknown)[] = [];
afterEach(() => Promise.all(opened.splice(0).map((close) => close())));
afterAll(() => sandbox.close());

/** An endpoint on this machine for a subscription. */
async function listen(onRequest: RequestListener): Promise<string> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

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

  test('who has assumed a role is told so', async () => {
    const { sts } = clientsOf(sandbox);
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/reader', RoleSessionName: 'macie-warden' }),
    );
    const as = clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '' });
    expect(await as.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ UserId: 'AROASANDBOX:macie-warden' });
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

  test('says when an opt-in is under way', async () => {
    sandbox.reset(parseWorld(`accounts: { "${ACCOUNT}": { optStatus: { me-south-1: ENABLING } } }`, 'world'));
    const command = new ListRegionsCommand({ RegionOptStatusContains: ['ENABLING'] });
    expect((await clientsOf(sandbox).account.send(command)).Regions).toEqual([
      { RegionName: 'me-south-1', RegionOptStatus: 'ENABLING' },
    ]);
    // Until then the Region takes no calls.
    const there = clientsOf(sandbox, { region: 'me-south-1' });
    await expect(there.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
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
    await expect(ssm.send(new GetParametersByPathCommand({ Path: 'warden' }))).rejects.toThrow(
      'must begin with a forward slash',
    );
  });

  test('shows what is secret to who asks for that', async () => {
    const { ssm } = clientsOf(sandbox);
    const read = async (WithDecryption?: boolean) => {
      const input = { Name: '/warden/secret', ...(WithDecryption === undefined ? {} : { WithDecryption }) };
      return (await ssm.send(new GetParameterCommand(input))).Parameter?.Value;
    };
    expect(await read(true)).toBe('xyzzy');
    expect(await read()).not.toContain('xyzzy');
    const { Parameters } = await ssm.send(new GetParametersByPathCommand({ Path: '/warden', WithDecryption: true }));
    expect(Parameters?.map(({ Name, Type, Value }) => [Name, Type, Value])).toEqual([
      ['/warden/policy', 'String', 'version: 1'],
      ['/warden/secret', 'SecureString', 'xyzzy'],
    ]);
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
    await expect(s3.send(new GetObjectCommand({ Bucket: 'elsewhere', Key: 'a' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  test('knows a bucket by host name, and what is not a whole object as another operation', async () => {
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/eu-west-1/s3/aws4_request` };
    expect(await rawGet('/dir/policy.yml', { ...headers, host: 'bucket.localhost:4566' })).toEqual([200, 'version: 2']);
    expect(await rawGet('/bucket/dir/policy.yml', headers)).toEqual([200, 'version: 2']);
    expect(await rawGet('/bucket/dir/policy.yml?acl', headers)).toEqual([
      501,
      expect.stringContaining('it has GetObject, HeadObject, PutObject'),
    ]);
    expect(await rawGet('/bucket?list-type=2', headers)).toEqual([501, expect.any(String)]);
    expect(await rawGet('/bucket/%ff%zz', headers)).toEqual([404, expect.stringContaining('NoSuchKey')]);
  });

  test('takes a body in signed chunks', async () => {
    const response = await fetch(`${sandbox.url}/bucket/chunked`, {
      method: 'PUT',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/eu-west-1/s3/aws4_request`,
        'content-encoding': 'aws-chunked',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      },
      body: '6;chunk-signature=a\r\nhello \r\n5;chunk-signature=b\r\nworld\r\n0;chunk-signature=c\r\nx-amz-checksum-crc32:AA==\r\n\r\n',
    });
    expect(response.status).toBe(200);
    const { Body } = await clientsOf(sandbox).s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'chunked' }));
    expect(await Body?.transformToString()).toBe('hello world');
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
    const here = await listen((request, response) => {
      request.on('data', (chunk) => got.push(String(chunk)));
      request.on('end', () => response.end());
    });
    const { sns, TopicArn } = await topic(
      { Protocol: 'http', Endpoint: here },
      { Protocol: 'https', Endpoint: 'https://example.com/hook' },
    );
    await sns.send(new PublishCommand({ TopicArn, Message: 'hi' }));
    expect(await Promise.all(sandbox.inbox.map(({ outcome }) => outcome))).toEqual(['answered 200', 'shown']);
    expect(JSON.parse(got.join(''))).toMatchObject({ Type: 'Notification', Message: 'hi', TopicArn });
  });

  test('a raw subscriber gets the text alone, and a redirect is not followed', async () => {
    const got: string[] = [];
    const Endpoint = await listen((request, response) => {
      request.on('data', (chunk) => got.push(`${request.url} ${String(chunk)}`));
      request.on('end', () => response.writeHead(302, { location: '/elsewhere' }).end());
    });
    const { sns, TopicArn } = await topic();
    const Attributes = { RawMessageDelivery: 'true' };
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint, Attributes }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'hi' }));
    expect(await sandbox.inbox[0]?.outcome).toBe('answered 302');
    expect(got).toEqual(['/hook hi']);
  });

  test('each delivery is told once, however many come together', async () => {
    const told: string[] = [];
    const slow = await startSandbox({ latencyMs: 5, onDelivery: ({ body }) => told.push(body) });
    opened.push(slow.close);
    const { sns } = clientsOf(slow);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+15550100' }));
    await Promise.all(['a', 'b', 'c'].map((Message) => sns.send(new PublishCommand({ TopicArn, Message }))));
    expect(told.toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('a topic is reached through its own Region and by its own account', async () => {
    const { TopicArn } = await topic();
    const publish = (options: { account?: string; region?: string }) =>
      clientsOf(sandbox, options).sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
    await expect(publish({ region: 'us-east-1' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: TopicArn',
    });
    await expect(publish({ account: '444455556666' })).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: expect.stringContaining('is not authorized to perform: SNS:Publish on resource: arn:aws:sns:eu-west-1'),
    });
  });

  test.each([
    ['http', 'https://example.com/'],
    ['https', 'http://example.com/'],
    ['email', 'nobody'],
    ['sqs', 'queue'],
    ['pigeon', 'x'],
  ])('refuses a subscription %s %s', async (Protocol, Endpoint) => {
    const { sns, TopicArn } = await topic();
    await expect(sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test.each([
    ['no topic', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:none' }, 'NotFound'],
    ['no ARN', { TopicArn: 'alerts' }, 'InvalidParameter'],
    ['an empty message', { Message: '' }, 'InvalidParameter'],
    ['a message that is too long', { Message: 'x'.repeat(262_145) }, 'InvalidParameter'],
    [
      'a message that is too long with its attributes',
      {
        Message: 'x'.repeat(262_140),
        MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
      },
      'InvalidParameter',
    ],
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

test.each(['constructor', '__proto__', 'organizations'])('a service called %s is not there', async (service) => {
  const authorization = `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/eu-west-1/${service}/aws4_request`;
  const response = await fetch(sandbox.url, { headers: { authorization } });
  expect([response.status, await response.text()]).toEqual([501, expect.stringContaining(`called ${service}; it has`)]);
});

/** fetch does not let a caller choose the host header. */
function rawGet(path: string, headers: Record<string, string>): Promise<[number | undefined, string]> {
  return new Promise((resolve, reject) => {
    get(`${sandbox.url}${path}`, { headers }, (response) => {
      text(response).then((body) => resolve([response.statusCode, body]), reject);
    }).on('error', reject);
  });
}
