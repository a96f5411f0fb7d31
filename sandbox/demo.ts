import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import { DisableMacieCommand, Macie2Client } from '@aws-sdk/client-macie2';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { lambdaContext } from './stack/lambda-context.ts';
import { startLive, type Live } from './stack/live.ts';
import { startSandbox } from './server/server.ts';
import type { Delivery } from './worlds/topics.ts';
import { parseWorld } from './worlds/world.ts';

// `npm start`: the real handlers against the sandbox, as Lambda would run them: on a schedule, and on a change.
const WORLDS = join(import.meta.dirname, 'worlds');
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:macie-warden-alerts`;
const LATENCY_MS = 15;
const TIMEOUT_MS = 30_000;
const WINDOW_MS = 50;

const say = (line = ''): boolean => process.stdout.write(`${line}\n`);
const paint = (format: 'bold' | 'dim', text: string): string => styleText(format, text, { stream: process.stdout });

const world = parseWorld(await readFile(join(WORLDS, 'demo.yml'), 'utf8'), 'demo.yml');
let calls = 0;
let live: Live | undefined;
const sandbox = await startSandbox({
  world,
  latencyMs: LATENCY_MS,
  onCall: () => showCalls(++calls),
  onRecord: (record) => live?.record(record),
});
live = await startLive({
  sandbox,
  accountId: ACCOUNT,
  windowMs: WINDOW_MS,
  environment: {
    TOPIC_ARN,
    STATE_TABLE: 'macie-warden-prod',
    REMEDIATION: 'enforce',
    POLICY_SOURCE: relative(process.cwd(), join(WORLDS, 'demo-policy.yml')),
    // The log and the metrics of the handlers are JSON lines for CloudWatch: here they would only be in the way.
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  },
});
const { handler } = await import('../handlers/check.ts');
const event: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../events/scheduler.json'), 'utf8'));

say(
  `${paint('bold', 'A local AWS')} with one account and 22 Regions that offer Macie (sandbox/worlds/demo.yml), and ${paint('bold', 'the real handlers')}:`,
);
say(
  'handlers/check.ts, which a schedule in Lambda runs every hour, and handlers/change.ts, which events of CloudTrail start.\nThe policy reports; in eu-west-1 it also repairs.\n',
);

await tell('The first look', { what: 'what is not as it should be is told, once', work: checkNow });
await tell('The second run', { what: 'nothing has changed, and nothing is said', work: checkNow });
await tell(`Alice disables Macie in ${REGION}`, {
  what: 'CloudTrail records it, an event starts handlers/change.ts; it repairs, reads back, and tells who it was',
  work: () => disableAs('alice'),
});
await tell('The next run on the schedule', {
  what: 'all has been said, and its own repair started nothing',
  work: checkNow,
});
showNext();
await sandbox.close();

async function checkNow(): Promise<void> {
  await handler(event, lambdaContext({ name: 'check', accountId: ACCOUNT, timeoutMs: TIMEOUT_MS }));
}

/** As a person would, with a session of a role; and waits for what comes of it. */
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

async function tell(title: string, { what, work }: { what: string; work: () => Promise<void> }): Promise<void> {
  const number = sandbox.inbox.length;
  const first = calls;
  const started = performance.now();
  say(`${paint('bold', title)}: ${what}.`);
  await work();
  const writes = sandbox.calls
    .slice(first)
    .filter(({ service, operation }) => service === 'macie2' && operation !== 'GetMacieSession');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const done = `${calls - first} calls in ${seconds} s, ${writes.length === 0 ? 'no session changed' : writes.map(({ operation, region, roleSessionName }) => `${operation} in ${region} by ${roleSessionName ?? 'a user'}`).join(', ')}`;
  say(`${process.stdout.isTTY ? '\r\u001b[K' : ''}  ${paint('dim', done)}`);
  const deliveries = sandbox.inbox.slice(number);
  for (const delivery of deliveries) showEmail(delivery);
  if (deliveries.length === 0) say('  No message.\n');
}

function showCalls(number: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K  ${number} calls to AWS`);
}

function showEmail({ endpoint, subject, body }: Delivery): void {
  const rule = paint('dim', '─'.repeat(100));
  say(`\n${rule}\nTo:      ${endpoint}\nSubject: ${subject ?? ''}\n${rule}\n${body}${rule}\n`);
}

function showNext(): void {
  say(`${paint('bold', 'Next')}, with two terminals:

  npm run sandbox -- --live                             an AWS that reacts: disable a session and watch
  npm run sandbox -- --world sandbox/worlds/demo.yml    keeps this AWS running, and says how to talk to it
  npm run --silent warden -- check                      the whole report, from the command line
  npm run --silent warden -- apply                      repairs, once policy.yml says remediation: enforce

README.md has the way to your own account.`);
}
