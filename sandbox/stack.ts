import { startLive, type Live } from './live.ts';
import type { Sandbox } from './server.ts';

const ACCOUNT = '111122223333';

/** The stack on this AWS: rule, queue, function. */
export async function runStack(sandbox: Sandbox, { policy, world }: { policy: string; world: string }): Promise<Live> {
  const topics = sandbox.topics.filter((arn) => arn.includes(`:us-east-1:${ACCOUNT}:`));
  const [topic] = topics;
  const [table] = sandbox.tables;
  if (topic === undefined || table === undefined)
    throw new Error(
      `${world}: --live needs a topic of ${ACCOUNT} in us-east-1, and a table. See sandbox/worlds/live.yml`,
    );
  // What the function has to say goes to its log; here a line of it is enough.
  console.info = showLog;
  console.warn = showLog;
  console.error = showLog;
  return startLive({
    sandbox,
    accountId: ACCOUNT,
    environment: {
      TOPIC_ARN: topic,
      STATE_TABLE: table,
      REMEDIATION: 'enforce',
      POLICY_SOURCE: policy,
      SLACK_WEBHOOK_PARAMETER: '',
      POWERTOOLS_DEV: 'true',
      POWERTOOLS_METRICS_DISABLED: 'true',
    },
    onEvent: ({ eventName, awsRegion }) => process.stdout.write(`  event: ${eventName} in ${awsRegion}\n`),
    onDeadLetter: () => process.stdout.write('  a message went to the dead-letter queue\n'),
  });
}

/** The sentence of a line of the log, for those that say something about an event. */
function showLog(line: unknown): void {
  const { message = '' } = JSON.parse(String(line)) as { message?: string };
  if (message !== 'checked' && message !== 'published' && message !== 'told' && message !== 'events')
    process.stdout.write(`  handlers/change.ts: ${message}\n`);
}
