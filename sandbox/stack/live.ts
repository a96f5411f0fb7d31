import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parse } from 'yaml';
import { STACK_SESSION } from '../server/call-log.ts';
import { lambdaContext } from './lambda-context.ts';
import { matchesPattern, type Pattern } from './pattern.ts';
import { Queue } from './queue.ts';
import { sandboxEnv, type Sandbox } from '../server/server.ts';
import { eventOf, type TrailRecord } from '../services/trail.ts';

const HUB = 'us-east-1';
const FUNCTION_TIMEOUT_MS = 120_000;
const PATTERN = join(import.meta.dirname, '../../resources/change-pattern.yml');

/** The queue as resources/change.yml has it; what fails comes back sooner than in AWS, so that it can be watched. */
const QUEUE = { batchSize: 100, windowMs: 1000, visibilityMs: 10_000, maxReceives: 5 };

export interface LiveOptions {
  readonly sandbox: Pick<Sandbox, 'url'>;
  readonly accountId: string;
  /** What the stack tells its functions. */
  readonly environment: Readonly<Record<string, string>>;
  readonly windowMs?: number;
  /** A call that the rule takes, and what the log says of what becomes of it. */
  readonly onEvent?: (record: TrailRecord) => void;
  readonly onDeadLetter?: (body: string) => void;
}

/** The way of a stack from a call to its function: rule, queue, `handlers/change.ts`. */
export interface Live {
  /** Hands over what CloudTrail has recorded: the rule decides. */
  readonly record: (record: TrailRecord) => void;
  /** Resolves once everything that the rule took is done with. */
  readonly settled: () => Promise<void>;
}

/** Runs the real handlers in this process, as the role that the stack would give them. */
export async function startLive(options: LiveOptions): Promise<Live> {
  const { sandbox, accountId, onEvent, onDeadLetter, windowMs = QUEUE.windowMs } = options;
  Object.assign(process.env, await asRole(sandbox, accountId), options.environment);
  const pattern: Pattern = parse(await readFile(PATTERN, 'utf8'));
  const { handler } = await import('../../handlers/change.ts');
  const consume = (event: SQSEvent): Promise<SQSBatchResponse> =>
    handler(event, lambdaContext({ name: 'change', accountId, timeoutMs: FUNCTION_TIMEOUT_MS }));
  const arn = `arn:aws:sqs:${HUB}:${accountId}:macie-warden-prod-changes`;
  const queue = new Queue({ ...QUEUE, windowMs, consume, arn, ...(onDeadLetter ? { onDeadLetter } : {}) });
  return {
    record: (record) => {
      const event = eventOf(record);
      if (!matchesPattern(event, pattern)) return;
      onEvent?.(record);
      queue.send(JSON.stringify(event));
    },
    settled: () => queue.settled(),
  };
}

/** Credentials of a session of the stack's role: its repairs are told from other people's by that. */
async function asRole(sandbox: Pick<Sandbox, 'url'>, accountId: string): Promise<Record<string, string>> {
  const environment = sandboxEnv(sandbox, accountId);
  const sts = new STSClient({
    endpoint: sandbox.url,
    region: HUB,
    credentials: { accessKeyId: accountId, secretAccessKey: 'sandbox' },
  });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/macie-warden-prod-CheckRole`,
      RoleSessionName: STACK_SESSION,
    }),
  );
  sts.destroy();
  return {
    ...environment,
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
    AWS_REGION: HUB,
  };
}
