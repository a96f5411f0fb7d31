import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DisableMacieCommand, Macie2Client } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  bold,
  showCalls,
  showDeliveries,
  showIntroduction,
  showNextSteps,
  showProgress,
  writeLine,
} from './demo-output.ts';
import { startSandbox } from './server/server.ts';
import { lambdaContext } from './stack/lambda-context.ts';
import { startLive, type Live } from './stack/live.ts';
import { parseWorld } from './worlds/world.ts';

// `npm start` runs the real handlers against the sandbox as Lambda would run them: on a schedule and after a change.
const WORLDS = join(import.meta.dirname, 'worlds');
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const LATENCY_MS = 15;
const TIMEOUT_MS = 30_000;
const WINDOW_MS = 50;

const world = parseWorld(await readFile(join(WORLDS, 'demo.yml'), 'utf8'), 'demo.yml');
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
    REMEDIATION: 'enforce',
    POLICY_SOURCE: relative(process.cwd(), join(WORLDS, 'demo-policy.yml')),
    // The handlers log and emit metrics as JSON lines for CloudWatch, which would hide the story here.
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  },
});
const { handler } = await import('../handlers/check.ts');
const event: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../events/scheduler.json'), 'utf8'));

showIntroduction();
await step('The first check', { summary: 'every drift is reported, once', run: check });
await step('The second check', { summary: 'nothing has changed, so no message is sent', run: check });
await step(`Alice disables Macie in ${REGION}`, {
  summary: 'CloudTrail records the call, and its event starts handlers/change.ts: repair, read back, report the caller',
  run: () => disableAs('alice'),
});
await step('The next scheduled check', {
  summary: 'everything is reported already, and the own repair started nothing',
  run: check,
});
showNextSteps();
await sandbox.close();

async function check(): Promise<void> {
  await handler(event, lambdaContext({ name: 'check', accountId: ACCOUNT, timeoutMs: TIMEOUT_MS }));
}

/** Disables Macie as a person would, with a role session, and waits until the stack has reacted. */
async function disableAs(RoleSessionName: string): Promise<void> {
  const config = { endpoint: sandbox.url, region: REGION };
  const sts = new STSClient({ ...config, credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'x' } });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/Admin`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
  };
  const macie = new Macie2Client({ ...config, credentials });
  await macie.send(new DisableMacieCommand({}));
  await live?.settled();
}

/** Runs one step of the story, and prints the calls and messages that it caused. */
async function step(title: string, { summary, run }: { summary: string; run: () => Promise<void> }): Promise<void> {
  const [callCount, deliveryCount] = [sandbox.calls.length, sandbox.inbox.length];
  const startedMs = performance.now();
  writeLine(`${bold(title)}: ${summary}.`);
  await run();
  showCalls(sandbox.calls.slice(callCount), performance.now() - startedMs);
  showDeliveries(sandbox.inbox.slice(deliveryCount));
}
