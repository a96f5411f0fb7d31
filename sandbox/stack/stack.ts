import { withoutControls } from '../console.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { startLive, type Live } from './live.ts';
import type { Sandbox } from '../server/server.ts';

const ACCOUNT = '111122223333';

/** The stack on this AWS: rule, queue, function. `policyText`: what the file of the policy holds. */
export async function runStack(
  sandbox: Sandbox,
  { policy, policyText, world }: { policy: string; policyText: string; world: string },
): Promise<Live> {
  const topic = sandbox.topics.find((arn) => arn.includes(`:us-east-1:${ACCOUNT}:`));
  const [table] = sandbox.tables;
  if (topic === undefined || table === undefined)
    throw new Error(
      `${world}: --live needs a topic of ${ACCOUNT} in us-east-1, and a table. See sandbox/worlds/live.yml`,
    );
  // The function would find out at its first event.
  parsePolicy(policyText, policy);
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
    onEvent: ({ eventName, eventTime, awsRegion }) =>
      process.stdout.write(`  event: ${eventName} in ${awsRegion}, ${eventTime}\n`),
    onDeadLetter: () => process.stdout.write('  a message went to the dead-letter queue\n'),
  });
}

interface Skipped {
  readonly region: string;
  readonly setting: string;
  readonly detail: string;
}

/** Lines of the log that people here see in another way. */
const ORDINARY: ReadonlySet<string> = new Set(['checked', 'published', 'told', 'events']);

/** The sentence of a line of the log, for those that say something about an event. */
function showLog(line: unknown): void {
  const { message = '', skipped = [] }: { message?: string; skipped?: readonly Skipped[] } = JSON.parse(String(line));
  const said = skipped.map(({ region, setting, detail }) => `${setting} in ${region} is left as it is: ${detail}`);
  if (!ORDINARY.has(message)) said.push(message);
  // The text may come from an event.
  for (const text of said) process.stdout.write(`  handlers/change.ts: ${withoutControls(text)}\n`);
}
