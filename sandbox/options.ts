import { Command, InvalidArgumentError } from 'commander';
import { MIN_ACCOUNTS } from './worlds/organization/generated-world.ts';

const EXAMPLES = `
Examples:
  npm run sandbox                                     an AWS account without any Macie session
  npm run sandbox -- --live                           one that reacts: disable a session and watch the repair
  npm run sandbox -- --world sandbox/worlds/demo.yml  an account with a realistic mix of sessions
  npm run sandbox -- --accounts 1000                  an organization of 1,000 accounts, a dozen of them odd
`;

const LIVE_WORLD = 'sandbox/worlds/live.yml';
const LIVE_POLICY = 'sandbox/worlds/live-policy.yml';

export interface Options {
  readonly port: number;
  /** The path of the world file; undefined is the empty world. */
  readonly world: string | undefined;
  /** The organization to generate in place of a world file. */
  readonly generated: { readonly accounts: number; readonly seed: number } | undefined;
  readonly latencyMs: number;
  readonly isLive: boolean;
  /** The path of the policy that `--live` enforces. */
  readonly policy: string;
  /** Whether the command line has a seed. */
  readonly isSeedGiven: boolean;
  /** Whether the command line names the policy. */
  readonly isPolicyGiven: boolean;
  /** Whether the stack of `--live` posts to a Slack webhook too. */
  readonly hasSlack: boolean;
}

interface Given {
  readonly port: number;
  readonly world?: string;
  readonly accounts?: number;
  readonly seed?: number;
  readonly latency: number;
  readonly live?: true;
  readonly policy?: string;
  readonly slack?: true;
}

export function createCommand(): Command {
  return new Command('sandbox')
    .description(
      'A local AWS on 127.0.0.1 with the services that macie-warden calls: Macie sessions, CloudTrail, DynamoDB, STS, SNS, SSM, S3, Region lists.',
    )
    .option('--port <number>', 'the port to listen on; 0 takes any free one', parsePort, 4566)
    .option('--world <file>', 'YAML that describes the initial state')
    .option('--accounts <number>', 'in place of --world: an organization of so many accounts', parseAccounts)
    .option('--seed <number>', 'with --accounts: which accounts are generated (1)', parseSeed)
    .option('--latency <ms>', 'added to every call', parseLatency, 0)
    .option('--live', 'run the stack as well: calls that change Macie start handlers/change.ts, as in AWS')
    .option('--policy <file>', `with --live: the policy to enforce (${LIVE_POLICY})`)
    .option('--slack', 'with --live: post to a Slack webhook as well, and show the messages')
    .addHelpText('after', EXAMPLES);
}

export function optionsOf(command: Command): Options {
  const given = command.opts<Given>();
  const { port, latency, live: isLive = false, world, policy, slack: hasSlack = false, accounts, seed = 1 } = given;
  return {
    port,
    world: world ?? (isLive && accounts === undefined ? LIVE_WORLD : undefined),
    generated: accounts === undefined ? undefined : { accounts, seed },
    isSeedGiven: given.seed !== undefined,
    latencyMs: latency,
    isLive,
    policy: policy ?? LIVE_POLICY,
    isPolicyGiven: policy !== undefined,
    hasSlack,
  };
}

function parsePort(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('expected a number from 0 to 65535');
  return number;
}

function parseAccounts(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < MIN_ACCOUNTS || number > 100_000)
    throw new InvalidArgumentError(`expected a number from ${MIN_ACCOUNTS} to 100000`);
  return number;
}

function parseSeed(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(number)) throw new InvalidArgumentError('expected a whole number');
  return number;
}

function parseLatency(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 60_000))
    throw new InvalidArgumentError('expected milliseconds, from 0 to 60000');
  return number;
}
