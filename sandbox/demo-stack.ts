import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Macie2Client } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { bold, showCalls, showDeliveries, showProgress, writeLine } from './demo-output.ts';
import { startSandbox } from './server/server.ts';
import { lambdaContext } from './stack/lambda-context.ts';
import { startLive, type Live } from './stack/live.ts';
import type { World } from './worlds/world-schema.ts';

export const WORLDS = join(import.meta.dirname, 'worlds');
const ACCOUNT = '111122223333';
const REPORT_BUCKET = 'macie-warden-reports';
export const REGION = 'eu-west-1';

const LATENCY_MS = 15;
const TIMEOUT_MS = 60_000;
const WINDOW_MS = 50;

/** The real handlers on a local AWS, as Lambda runs them: on a schedule and after a change. */
export interface DemoStack {
  /** Runs one step of the story, and prints the calls and messages that it caused. */
  readonly step: (
    title: string,
    step: { readonly summary: string; readonly run: () => Promise<void> },
  ) => Promise<void>;
  /** The scheduled check. */
  readonly check: () => Promise<void>;
  /** A call of a person with a role session. It ends when the stack has reacted. */
  readonly callAs: (person: string, call: (macie: Macie2Client) => Promise<unknown>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `policy`: the name of a file in `worlds`. One stack for a process: the handlers read their environment once. */
export async function startDemoStack({ world, policy }: { world: World; policy: string }): Promise<DemoStack> {
  let live: Live | undefined;
  const sandbox = await startSandbox({
    world,
    latencyMs: LATENCY_MS,
    onCall: ({ seq }) => showProgress(seq),
    onRecord: (record) => live?.record(record),
  });
  live = await startLive({
    sandbox,
    accountId: ACCOUNT,
    windowMs: WINDOW_MS,
    environment: {
      TOPIC_ARN: `arn:aws:sns:us-east-1:${ACCOUNT}:macie-warden-alerts`,
      STATE_TABLE: 'macie-warden-prod',
      REPORT_BUCKET,
      REMEDIATION: 'enforce',
      POLICY_SOURCE: relative(process.cwd(), join(WORLDS, policy)),
      // The handlers log and emit metrics as JSON lines for CloudWatch, which would hide the story here.
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      POWERTOOLS_METRICS_DISABLED: 'true',
    },
  });
  const { handler } = await import('../handlers/check.ts');
  const event: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../events/scheduler.json'), 'utf8'));
  return {
    step: async (title, { summary, run }) => {
      const [callCount, deliveryCount] = [sandbox.calls.length, sandbox.inbox.length];
      const startedMs = performance.now();
      writeLine(`${bold(title)}: ${summary}.`);
      await run();
      showCalls(sandbox.calls.slice(callCount), performance.now() - startedMs);
      showDeliveries(sandbox.inbox.slice(deliveryCount));
    },
    check: async () => {
      await handler(event, lambdaContext({ name: 'check', accountId: ACCOUNT, timeoutMs: TIMEOUT_MS }));
    },
    callAs: async (person, call) => {
      await call(await macieAs(sandbox.url, { person, region: REGION }));
      await live?.settled();
    },
    close: () => sandbox.close(),
  };
}

/** Macie, as a person with a session of the role Admin calls it. */
export async function macieAs(
  endpoint: string,
  { person: RoleSessionName, region }: { readonly person: string; readonly region: string },
): Promise<Macie2Client> {
  const config = { endpoint, region };
  const sts = new STSClient({ ...config, credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'x' } });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/Admin`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
  };
  return new Macie2Client({ ...config, credentials });
}
