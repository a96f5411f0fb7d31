import { withoutControls } from '../console.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { startLive, type Live } from './live.ts';
import type { Sandbox } from '../server/server.ts';
import type { World } from '../worlds/world-schema.ts';

const ACCOUNT = '111122223333';
const WEBHOOK_PARAMETER = '/macie-warden/slack';

/** A world with a Slack webhook of the sandbox, in the parameter that a deployed stack reads. */
export function withSlackWebhook(world: World, url: string): World {
  const webhook = { type: 'SecureString', value: `${url}/slack/T0/B0/sandbox` } as const;
  return { ...world, parameters: { ...world.parameters, [WEBHOOK_PARAMETER]: webhook } };
}

interface StackOptions {
  readonly policy: string;
  /** The content of the policy file. */
  readonly policyText: string;
  /** The path of the world file. */
  readonly world: string;
  readonly hasSlack: boolean;
}

/** Runs the stack on this sandbox: rule, queue, function. */
export async function runStack(sandbox: Sandbox, { policy, policyText, world, hasSlack }: StackOptions): Promise<Live> {
  const topic = sandbox.topics.find((arn) => arn.includes(`:us-east-1:${ACCOUNT}:`));
  const [table] = sandbox.tables;
  if (topic === undefined || table === undefined)
    throw new Error(
      `${world}: --live needs a topic of ${ACCOUNT} in us-east-1, and a table. See sandbox/worlds/live.yml`,
    );
  // Without this check, a bad policy would only fail at the first event.
  parsePolicy(policyText, policy);
  // Print one sentence of each log line instead of its JSON.
  for (const level of ['info', 'warn', 'error'] as const) Reflect.set(globalThis.console, level, showLog);
  return startLive({
    sandbox,
    accountId: ACCOUNT,
    environment: {
      TOPIC_ARN: topic,
      STATE_TABLE: table,
      REPORT_BUCKET: 'macie-warden-reports',
      REMEDIATION: 'enforce',
      POLICY_SOURCE: policy,
      SLACK_WEBHOOK_PARAMETER: hasSlack ? WEBHOOK_PARAMETER : '',
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

/** Log messages whose content this terminal shows already. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['run finished', 'published', 'alerts', 'events']);

/** Prints the sentences of a log line that concern an event. */
function showLog(line: unknown): void {
  const { message = '', skipped = [] }: { message?: string; skipped?: readonly Skipped[] } = JSON.parse(String(line));
  const sentences = skipped.map(({ region, setting, detail }) => `${setting} in ${region} is left as it is: ${detail}`);
  if (!SHOWN_ELSEWHERE.has(message)) sentences.push(message);
  // The text may come from an event.
  for (const text of sentences) process.stdout.write(`  handlers/change.ts: ${withoutControls(text)}\n`);
}
