import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import type { Context } from 'aws-lambda';
import { sandboxEnv, startSandbox } from './server.ts';
import type { Delivery } from './state.ts';
import { parseWorld } from './world.ts';

// `npm start`: the real handler against the sandbox, as Lambda would run it.
const WORLDS = join(import.meta.dirname, 'worlds');
const ACCOUNT = '111122223333';
const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:macie-warden-alerts`;
const LATENCY_MS = 40;
const TIMEOUT_MS = 30_000;

const say = (line = ''): boolean => process.stdout.write(`${line}\n`);
const paint = (format: 'bold' | 'dim', text: string): string => styleText(format, text, { stream: process.stdout });

say(`${paint('bold', 'A local AWS')} with one account and 22 Regions that offer Macie (sandbox/worlds/demo.yml).`);
say(
  `${paint('bold', 'The handler')} ${paint('dim', 'handlers/check.ts')} looks at them, as a schedule in Lambda makes it do every hour:\n`,
);

let calls = 0;
const world = parseWorld(await readFile(join(WORLDS, 'demo.yml'), 'utf8'), 'demo.yml');
const sandbox = await startSandbox({ world, latencyMs: LATENCY_MS, onCall: () => showCalls(++calls) });
Object.assign(process.env, sandboxEnv(sandbox, ACCOUNT), {
  TOPIC_ARN,
  POLICY_SOURCE: relative(process.cwd(), join(WORLDS, 'demo-policy.yml')),
  // The log and the metrics of the handler are JSON lines for CloudWatch: here they would only be in the way.
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
});

const started = performance.now();
const { handler } = await import('../handlers/check.ts');
const event: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../events/scheduler.json'), 'utf8'));
await handler(event, lambdaContext());
endCalls();
for (const delivery of sandbox.inbox) showEmail(delivery);
await sandbox.close();
showNext();

/** What Lambda tells a handler about its invocation, as far as ours looks. */
function lambdaContext(): Context {
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
  if (process.stdout.isTTY) process.stdout.write(`\r  ${'▪'.repeat(Math.min(number, 60))} ${number} calls`);
}

function endCalls(): void {
  const writes = sandbox.calls.filter(
    ({ service, operation }) => service === 'macie2' && operation !== 'GetMacieSession',
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const line = `  ${calls} calls of ${LATENCY_MS} ms in ${seconds} s; ${writes.length} of them changed a session`;
  say(`${process.stdout.isTTY ? `\r${' '.repeat(78)}\r` : ''}${line}\n`);
}

function showEmail({ endpoint, subject, body }: Delivery): void {
  const rule = paint('dim', '─'.repeat(100));
  say(`${paint('bold', 'The email')} that the subscriber of the SNS topic gets:\n\n${rule}`);
  say(`To:      ${endpoint}\nSubject: ${subject ?? ''}\n${rule}\n${body}${rule}\n`);
}

function showNext(): void {
  say(`${paint('bold', 'Next')}, with two terminals:

  npm run sandbox -- --world sandbox/worlds/demo.yml    keeps this AWS running, and says how to talk to it
  npm run --silent warden -- check                      the same check from the command line
  npm run --silent warden -- apply                      repairs, once policy.yml says remediation: enforce

README.md has the way to your own account.`);
}
