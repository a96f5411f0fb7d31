import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { STACK_SESSION, type SandboxCall } from './server/call-log.ts';
import type { Live } from './stack/live.ts';
import { howTo } from './how-to.ts';
import { startSandbox } from './server/server.ts';
import type { Delivery } from './worlds/topics.ts';
import { EMPTY_WORLD, parseWorld } from './worlds/world.ts';

const EXAMPLES = `
Examples:
  npm run sandbox                                     an AWS where nothing is enabled yet
  npm run sandbox -- --live                           one that reacts: disable a session and watch
  npm run sandbox -- --world sandbox/worlds/demo.yml  an account as it is found in the wild
`;

const LIVE_WORLD = 'sandbox/worlds/live.yml';
const LIVE_POLICY = 'sandbox/worlds/live-policy.yml';

const command = new Command('sandbox')
  .description(
    'A local AWS on 127.0.0.1, as far as macie-warden needs one: Macie sessions, STS, SNS, SSM, S3, Region lists.',
  )
  .option('--port <number>', 'the port to listen on; 0 takes any free one', parsePort, 4566)
  .option('--world <file>', 'YAML that says what is there at the start')
  .option('--latency <ms>', 'added to every call', parseLatency, 0)
  .option('--live', 'run the stack as well: calls that change Macie start handlers/change.ts, as in AWS')
  .option('--policy <file>', `with --live: what it enforces (${LIVE_POLICY})`)
  .addHelpText('after', EXAMPLES)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 3))
  .parse();

interface Options {
  readonly port: number;
  readonly world?: string;
  readonly latency: number;
  readonly live?: true;
  readonly policy?: string;
}

const { port, latency, live: isLive = false, ...given } = command.opts<Options>();
const policy = given.policy ?? LIVE_POLICY;
const world = given.world ?? (isLive ? LIVE_WORLD : undefined);
try {
  await run();
} catch (error) {
  process.stderr.write(`${sentence(error).replaceAll(/^/gm, 'sandbox: ')}\n`);
  process.exit(3);
}

async function run(): Promise<void> {
  if (given.policy !== undefined && !isLive) throw new Error('--policy is for --live: add it, or leave --policy out');
  const startWorld = world === undefined ? EMPTY_WORLD : parseWorld(await readText(world), world);
  const policyText = isLive ? await readText(policy) : '';
  let live: Live | undefined;
  const sandbox = await startSandbox({
    port,
    world: startWorld,
    latencyMs: latency,
    onCall: logCall,
    onDelivery: showDelivery,
    onRecord: (record) => live?.record(record),
  });
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  // Who reads along may go: a closed pipe ends the sandbox as Ctrl-C does.
  process.stdout.on('error', stop);
  process.stderr.on('error', stop);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (isLive) {
    const { runStack } = await import('./stack/stack.ts');
    live = await runStack(sandbox, { policy, policyText, world: world ?? '' });
  }
  process.stdout.write(howTo(sandbox.url, isLive ? policy : null));
}

/** What it fails with names the file: the error of reading a directory does not. */
async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { path });
  });
}

function logCall({ accountId, region, service, operation, status, errorCode, roleSessionName }: SandboxCall): void {
  // Of the stack that runs here as well, what it does to Macie is worth a line.
  if (roleSessionName === STACK_SESSION && service !== 'macie2') return;
  const who = (accountId || '-').padEnd(12);
  const said = [status === 0 ? 'no answer:' : status, errorCode ?? ''].join(' ').trimEnd();
  process.stderr.write(`${who} ${(region || '-').padEnd(14)} ${service || '-'}:${operation} ${said}\n`);
}

function showDelivery({ protocol, endpoint, subject, body, outcome }: Delivery): void {
  void outcome.then((what) => {
    // What a program published is not to steer this terminal.
    const safe = body.trimEnd().replaceAll(/[^\P{Cc}\n\t]/gu, '�');
    const head = `To:      ${endpoint} (${protocol}, ${what})\nSubject: ${subject ?? ''}`;
    const lines = `${head}\n\n${safe}`.split('\n').map((line) => `  | ${line}`.trimEnd());
    process.stdout.write(`\n${lines.join('\n')}\n\n`);
  });
}

function parsePort(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('expected a number from 0 to 65535');
  return number;
}

function parseLatency(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 60_000))
    throw new InvalidArgumentError('expected milliseconds, from 0 to 60000');
  return number;
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  const file = 'path' in error ? String(error.path) : 'a file';
  if (code === 'EADDRINUSE') return `port ${port} is in use: stop what listens there, or choose another with --port`;
  if (code === 'EACCES')
    return 'syscall' in error && error.syscall === 'listen'
      ? `port ${port} takes rights that you do not have: choose one above 1023`
      : `${file}: not allowed to read it`;
  if (code === 'ENOENT') return `${file}: no file there`;
  if (code === 'EISDIR') return `${file}: a directory; name the file in it`;
  return error.message;
}
