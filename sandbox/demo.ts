import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import type { Context } from 'aws-lambda';
import type { CheckAnswer } from '../lib/app/check-contract.ts';
import { sandboxEnv, startSandbox } from './server.ts';
import type { Delivery } from './state.ts';
import { parseWorld } from './world.ts';

// `npm start`: the real handler against the sandbox, four times, as Lambda would run it on a schedule.
const WORLDS = join(import.meta.dirname, 'worlds');
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:macie-warden-alerts`;
const LATENCY_MS = 15;
const TIMEOUT_MS = 30_000;

const say = (line = ''): boolean => process.stdout.write(`${line}\n`);
const paint = (format: 'bold' | 'dim', text: string): string => styleText(format, text, { stream: process.stdout });

const world = parseWorld(await readFile(join(WORLDS, 'demo.yml'), 'utf8'), 'demo.yml');
let calls = 0;
const sandbox = await startSandbox({ world, latencyMs: LATENCY_MS, onCall: () => showCalls(++calls) });
Object.assign(process.env, sandboxEnv(sandbox, ACCOUNT), {
  TOPIC_ARN,
  STATE_TABLE: 'macie-warden-prod',
  REMEDIATION: 'enforce',
  POLICY_SOURCE: relative(process.cwd(), join(WORLDS, 'demo-policy.yml')),
  // The log and the metrics of the handler are JSON lines for CloudWatch: here they would only be in the way.
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
});
const { handler } = await import('../handlers/check.ts');
const event: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../events/scheduler.json'), 'utf8'));

say(
  `${paint('bold', 'A local AWS')} with one account and 22 Regions that offer Macie (sandbox/worlds/demo.yml), and ${paint('bold', 'the real handler')},`,
);
say(
  'handlers/check.ts, which a schedule in Lambda runs every hour. Its policy reports; in eu-west-1 it also repairs.\n',
);

await run('The first look', { what: 'what is not as it should be is told, once' });
await run('The second run', { what: 'nothing has changed, and nothing is said' });
sandbox.meddle({ accountId: ACCOUNT, region: REGION });
await run(`Somebody disables Macie in ${REGION}`, {
  what: 'a person looks by hand, with {"remediation":"report"}',
  payload: { remediation: 'report' },
});
await run('The next run on the schedule', {
  what: `in ${REGION} the policy says enforce: it repairs, reads back, and tells`,
});
showNext();
await sandbox.close();

async function run(title: string, { what, payload = event }: { what: string; payload?: unknown }): Promise<void> {
  const number = sandbox.inbox.length;
  const first = calls;
  const started = performance.now();
  say(`${paint('bold', title)}: ${what}.`);
  const { published, verdict }: CheckAnswer = await handler(payload, lambdaContext());
  const writes = sandbox.calls
    .slice(first)
    .filter(({ service, operation }) => service === 'macie2' && operation !== 'GetMacieSession');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const done = `${calls - first} calls in ${seconds} s, ${writes.length === 0 ? 'no session changed' : writes.map(({ operation, region }) => `${operation} in ${region}`).join(', ')}; result: ${verdict}`;
  say(`${process.stdout.isTTY ? '\r\u001b[K' : ''}  ${paint('dim', done)}`);
  for (const delivery of sandbox.inbox.slice(number)) showEmail(delivery);
  if (!published) say('  No message.\n');
}

/** What Lambda tells a handler about its invocation, as far as ours looks. */
function lambdaContext(): Context {
  const started = performance.now();
  const context = {
    functionName: 'macie-warden-check',
    functionVersion: '$LATEST',
    memoryLimitInMB: '512',
    awsRequestId: crypto.randomUUID(),
    invokedFunctionArn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:macie-warden-check`,
    getRemainingTimeInMillis: () => TIMEOUT_MS - (performance.now() - started),
  };
  return {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    logGroupName: '',
    logStreamName: '',
    done() {},
    fail() {},
    succeed() {},
  };
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

  npm run sandbox -- --world sandbox/worlds/demo.yml    keeps this AWS running, and says how to talk to it
  npm run --silent warden -- check                      the whole report, from the command line
  npm run --silent warden -- apply                      repairs, once policy.yml says remediation: enforce

README.md has the way to your own account.`);
}
