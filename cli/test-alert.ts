import { Option, type Command } from 'commander';
import { ACCOUNT_ID } from '../lib/core/names.ts';
import { withAws, type AwsOptions } from './aws.ts';
import { UsageError, type Finish, type Io } from './io.ts';
import { awsOptions, exampleHelp, STATE_FORMATS, type StateFormat } from './options.ts';
import { write } from './terminal.ts';

const HELP =
  '\nExit codes:\n  0  every channel took it, and somebody can receive it\n  1  a channel did not take it, or nobody receives it\n  3  bad usage, or no way to run';
const EXAMPLES = [
  'alerts test --topic arn:aws:sns:us-east-1:111122223333:alerts',
  'alerts test --slack-webhook-parameter /macie-warden/slack --bus alerts --format json',
];

interface TestOptions extends AwsOptions {
  readonly topic: string;
  readonly slackWebhookParameter: string;
  readonly bus: string;
  readonly securityHub: string;
  readonly format: StateFormat;
}

/** `macie-warden alerts test`. */
export function addTestAlert(alerts: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = alerts
    .command('test')
    .description('send a test alert through channels, and show which took it')
    .addOption(new Option('--topic <arn>', 'an SNS topic').default(io.env['TOPIC_ARN'] || '', 'TOPIC_ARN'))
    .addOption(
      new Option('--slack-webhook-parameter <name>', 'the SSM parameter with the URL of a Slack webhook').default(
        io.env['SLACK_WEBHOOK_PARAMETER'] || '',
        'SLACK_WEBHOOK_PARAMETER',
      ),
    )
    .addOption(
      new Option('--bus <name>', 'a bus of EventBridge, its name or ARN').default(
        io.env['ALERT_BUS'] || '',
        'ALERT_BUS',
      ),
    )
    .addOption(
      new Option('--security-hub <account>', 'the account whose Security Hub takes findings').default(
        io.env['SECURITY_HUB_ACCOUNT'] || '',
        'SECURITY_HUB_ACCOUNT',
      ),
    )
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(STATE_FORMATS).default('text'));
  awsOptions(command)
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: TestOptions) => {
      finish(await testAlert(options, io));
    });
}

/** Resolves with the exit code. */
async function testAlert(
  { topic, slackWebhookParameter, bus, securityHub, format, ...options }: TestOptions,
  io: Io,
): Promise<number> {
  if ([topic, slackWebhookParameter, bus, securityHub].every((one) => one === ''))
    throw new UsageError(
      'no channel is named: give --topic, --slack-webhook-parameter, --bus or --security-hub. To test those of a stack with its permissions: npx serverless invoke -f check --data \'{"testAlert":true}\'',
    );
  if (topic !== '' && !TOPIC_ARN.test(topic))
    throw new UsageError(
      `--topic: expected the ARN of an SNS topic, such as arn:aws:sns:us-east-1:111122223333:alerts, found ${JSON.stringify(topic)}`,
    );
  if (securityHub !== '' && !ACCOUNT_ID.test(securityHub))
    throw new UsageError(`--security-hub: expected an account id of 12 digits, found ${JSON.stringify(securityHub)}`);
  const [{ testAlertText }, { testAlert: send }] = await Promise.all([
    import('../lib/render/formats/test-alert.ts'),
    import('../lib/app/wiring/command-line/test-alert.ts'),
  ]);
  const channels = {
    topicArn: topic || null,
    slackWebhookParameter: slackWebhookParameter || null,
    slackBot: null,
    alertBus: bus || null,
    securityHub: securityHub === '' ? null : { accountId: securityHub, memberRole: null, externalId: undefined },
  };
  const answer = await withAws({ io, options }, ({ tools }) => send(channels, tools, io.cancel));
  await write(
    io.stdout,
    format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : testAlertText(answer, io.stdout.columns ?? null),
  );
  return answer.received ? 0 : 1;
}

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;
