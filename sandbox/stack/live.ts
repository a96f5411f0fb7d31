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

/** The queue of resources/change.yml. Failed messages return sooner than in AWS, so that a person can watch a retry. */
const QUEUE = { batchSize: 100, windowMs: 1000, visibilityMs: 10_000, maxReceives: 5 };

export interface LiveOptions {
  readonly sandbox: Pick<Sandbox, 'url'>;
  readonly accountId: string;
  /** The environment variables of the functions. */
  readonly environment: Readonly<Record<string, string>>;
  readonly windowMs?: number;
  /** Called for each record that matches the rule. */
  readonly onEvent?: (record: TrailRecord) => void;
  readonly onDeadLetter?: (body: string) => void;
}

/** The path of an event through the stack: rule, queue, `handlers/change.ts`. */
export interface Live {
  /** Passes a CloudTrail record to the rule. */
  readonly record: (record: TrailRecord) => void;
  /** Resolves once every event that matched the rule is handled. */
  readonly settled: () => Promise<void>;
}

/** Runs the real handlers in this process, with a session of the role that the stack gives them. */
export async function startLive(options: LiveOptions): Promise<Live> {
  const { sandbox, accountId, onEvent, onDeadLetter, windowMs = QUEUE.windowMs } = options;
  Object.assign(process.env, await assumeStackRole(sandbox, accountId), options.environment);
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

/** Credentials of a session of the stack's role, by which the stack recognizes its own repairs. */
async function assumeStackRole(sandbox: Pick<Sandbox, 'url'>, accountId: string): Promise<Record<string, string>> {
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
