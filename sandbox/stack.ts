import { readFile } from 'node:fs/promises';
import { parsePolicy } from '../lib/policy/parse.ts';
import { startLive, type Live } from './live.ts';
import type { Sandbox } from './server.ts';

const ACCOUNT = '111122223333';

/** The stack on this AWS: rule, queue, function. */
export async function runStack(sandbox: Sandbox, { policy, world }: { policy: string; world: string }): Promise<Live> {
  const topic = sandbox.topics.find((arn) => arn.includes(`:us-east-1:${ACCOUNT}:`));
  const [table] = sandbox.tables;
  if (topic === undefined || table === undefined)
    throw new Error(
      `${world}: --live needs a topic of ${ACCOUNT} in us-east-1, and a table. See sandbox/worlds/live.yml`,
    );
  // The function would find out at its first event.
  parsePolicy(await readFile(policy, 'utf8'), policy);
  // What the function has to say goes to its log; here a line of it is enough.
  for (const level of ['info', 'warn', 'error'] as const) Reflect.set(globalThis.console, level, showLog);
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
  const { message = '' }: { message?: string } = JSON.parse(String(line));
  // What an event brought along is not to steer this terminal.
  const text = message.replaceAll(/[^\P{Cc}\n\t]/gu, '�');
  if (message !== 'checked' && message !== 'published' && message !== 'told' && message !== 'events')
    process.stdout.write(`  handlers/change.ts: ${text}\n`);
}
