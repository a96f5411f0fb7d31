import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConfirmSubscriptionCommand, SubscribeCommand, type SubscribeCommandInput } from '@aws-sdk/client-sns';
import { DisableMacieCommand } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { eventOf } from '../../sandbox/services/trail.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';
import { compiledTemplate, type Compiled } from './compile-template.ts';
import { packageStack } from './package-stack.ts';
import { invoke, unpack, type Task } from './zip.ts';

/*
 * The first day of README, with the zip that its parameters package: deploy, invoke, confirm, and then an incident.
 * The policy is a document, so that the day does not depend on policy.yml.
 */
const PARAMETERS = { remediation: 'enforce', alertEmail: 'you@example.com', policySource: 'ssm:/macie-warden/policy' };
const POLICY = `
version: 1
remediation: enforce
limits: { coolDown: 0s }
regions: [eu-west-1, eu-west-3, us-east-1]
desired: { status: ENABLED, findingPublishingFrequency: FIFTEEN_MINUTES }
overrides:
  - match: { regions: [eu-west-3] }
    remediation: report
`;
const TOPIC_ARN = 'arn:aws:sns:us-east-1:111122223333:alerts';
const COMPLIANT = { findingPublishingFrequency: 'FIFTEEN_MINUTES' };
const WORLD = {
  accounts: {
    '111122223333': { sessions: { '*': COMPLIANT, 'eu-west-3': { ...COMPLIANT, status: 'PAUSED' } } },
  },
  topics: [{ account: '111122223333', region: 'us-east-1', name: 'alerts', subscriptions: [] }],
  emailConfirmation: 'manual',
  tables: ['macie-warden-prod'],
  parameters: { '/macie-warden/policy': POLICY },
};

let sandbox: Sandbox;
let stack: Compiled;
let task: Task;
beforeAll(async () => {
  stack = await compiledTemplate(PARAMETERS);
  // The parameters of a stack are in its template alone: its code is that of every stack.
  task = unpack({ template: stack.template, files: (await packageStack()).files });
  sandbox = await startSandbox({ world: parseWorld(JSON.stringify(WORLD), 'world') });
});
afterAll(() => sandbox.close());

const run = (handler: 'check' | 'change', event: object = {}): Promise<unknown> =>
  invoke(task, handler, { event, env: sandboxEnv(sandbox) });
const alerts = () => sandbox.inbox.filter(({ subject }) => !subject?.startsWith('AWS Notification'));
const bodyOf = (index: number): string => alerts()[index]?.body.replaceAll(/\s+/g, ' ') ?? '';
const sns = () => clientsOf(sandbox, { region: 'us-east-1' }).sns;

/** CloudFormation makes the subscriptions of the template. */
async function subscribeAsDeployed(): Promise<void> {
  const subscriptions = Object.values(stack.template.Resources).filter(({ Type }) => Type === 'AWS::SNS::Subscription');
  for (const { Properties } of subscriptions) {
    const { Protocol, Endpoint } = Properties as unknown as SubscribeCommandInput;
    await sns().send(new SubscribeCommand({ TopicArn: TOPIC_ARN, Protocol, Endpoint }));
  }
}

/** The link in the email that SNS sends. */
async function confirm(): Promise<void> {
  const email = sandbox.inbox.find(({ subject }) => subject === 'AWS Notification - Subscription Confirmation');
  const Token = /token:\n(\S+)/.exec(email?.body ?? '')?.[1];
  await sns().send(new ConfirmSubscriptionCommand({ TopicArn: TOPIC_ARN, Token }));
}

/** Alice disables Macie in eu-west-1: the event of it, as EventBridge delivers it. */
async function disableByAlice(): Promise<object> {
  const { Credentials } = await clientsOf(sandbox).sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/Admin', RoleSessionName: 'alice' }),
  );
  await clientsOf(sandbox, { account: Credentials?.AccessKeyId ?? '' }).macie.send(new DisableMacieCommand({}));
  const record = sandbox.trail.findLast(({ readOnly }) => !readOnly);
  return record ? eventOf(record) : {};
}

test('the first day: nobody is subscribed, then somebody is, then Macie is disabled and repaired, then it is quiet', async () => {
  // Deployed, and invoked before the email is confirmed: the alert waits, and the answer says why.
  expect(await run('check')).toMatchObject({
    verdict: 'drifted',
    published: false,
    reason: expect.stringContaining('nobody is subscribed to the SNS topic'),
    alerts: [{ kind: 'opened', region: 'eu-west-3' }],
  });
  await subscribeAsDeployed();
  expect(await run('check')).toMatchObject({
    published: false,
    reason: expect.stringContaining('1 subscription not confirmed yet'),
    alerts: [{ kind: 'opened', region: 'eu-west-3' }],
  });
  expect(alerts()).toEqual([]);

  // Confirmed: the alert of the first run arrives with the next, once.
  await confirm();
  expect(await run('check')).toMatchObject({ published: true, reason: null, alerts: [{ kind: 'opened' }] });
  expect(await run('check')).toMatchObject({ published: false, reason: null, alerts: [] });
  expect(alerts().map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([['email', 'you@example.com']]);
  expect(bodyOf(0)).toContain('eu-west-3');

  // An incident: the event of the call starts the repair, and the message names who it was.
  const event = await disableByAlice();
  expect(await run('change', event)).toMatchObject({ batchItemFailures: [] });
  expect(alerts()).toHaveLength(2);
  expect(bodyOf(1)).toContain('eu-west-1');
  expect(bodyOf(1)).toContain('alice');
  expect(bodyOf(1)).toContain('repaired and verified');

  // Quiet: neither the schedule nor the same event again says anything.
  expect(await run('check', { source: 'aws.scheduler', 'detail-type': 'Scheduled Event' })).toMatchObject({
    published: false,
    reason: null,
    alerts: [],
  });
  await run('change', event);
  expect(alerts()).toHaveLength(2);

  // The test of docs/deploying.md that messages arrive: a digest comes although nothing has changed.
  expect(await run('check', { digest: true })).toMatchObject({ alerts: [] });
  expect(alerts()).toHaveLength(3);
  expect(bodyOf(2)).toContain('eu-west-3');
});
