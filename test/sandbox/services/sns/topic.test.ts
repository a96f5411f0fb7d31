import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CreateTopicCommand, PublishCommand } from '@aws-sdk/client-sns';
import { startSandbox, type Sandbox } from '../../../../sandbox/server/server.ts';
import { clientsOf } from '../../values.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test('a topic accepts calls only in its own Region and from its own account', async () => {
  const { TopicArn } = await clientsOf(sandbox).sns.send(new CreateTopicCommand({ Name: 'alerts' }));
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
