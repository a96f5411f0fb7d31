import { InvalidArgumentError, Option, type Command } from 'commander';
import { FAIL_ON, type FailOn } from '../lib/core/compliance/verdict.ts';
import type { CostLimit } from '../lib/core/cost/model.ts';
import { isPath } from '../lib/policy/source.ts';
import type { AwsOptions } from './aws-options.ts';
import type { Io } from './io.ts';
import { accounts, costLimit, count, names } from './option-values.ts';
import { POLICY_FILE } from './policy-default.ts';
import { pathFrom } from './where.ts';
import { FORMAT_NAMES, type Format } from '../lib/render/formats/index.ts';

export const EXIT_CODES_HELP = `
Exit codes:
  0  compliant
  1  drift
  2  no drift, but something could not be read
  3  bad policy, bad usage, or no way to run
  --fail-on drifted makes 2 a 0, --fail-on never makes 1 and 2 a 0`;

const MOST_ACTIONS = 100_000;
const MOST_ACCOUNTS_AT_ONCE = 100;

/** How the commands that show the state write it. */
export const STATE_FORMATS = ['text', 'json'] as const;
export type StateFormat = (typeof STATE_FORMATS)[number];

/** The options of `check` and `apply`. */
export interface RunOptions extends AwsOptions {
  readonly policy: string;
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly format: Format;
  readonly table?: string;
  readonly failOn: FailOn;
  readonly output?: string;
  readonly quiet?: true;
  readonly maxActions?: number;
  readonly maxMonthlyCost?: CostLimit;
  /** Accounts at the same time. */
  readonly concurrency?: number;
  readonly depth?: 'status';
}

export function policyOption(io: Pick<Io, 'env' | 'cwd'>): Option {
  return new Option('-p, --policy <file>', 'a file, ssm:/name, s3://bucket/key or built-in')
    .default(POLICY_FILE)
    .argParser((text) => policySource(text, io));
}

export function policySource(text: string, io: Pick<Io, 'env' | 'cwd'>): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a file, ssm:/name, s3://bucket/key or built-in.');
  return isPath(text) ? pathFrom(text, io) : text;
}

/** The table of a stack is called after its service and stage. */
export function tableOption({ env }: Pick<Io, 'env'>): Option {
  return new Option('-t, --table <name>', 'the state table of the stack').default(
    env['STATE_TABLE'] || 'macie-warden-prod',
  );
}

export function scopeOptions(command: Command): Command {
  return command
    .addOption(regionsOption('only these Regions, with commas between'))
    .addOption(accountsOption())
    .addOption(concurrencyOption());
}

export function regionsOption(description: string): Option {
  return new Option('-r, --regions <names>', description).argParser(names);
}

export function accountsOption(): Option {
  return new Option('-a, --accounts <ids>', 'only these accounts, with commas between').argParser(accounts);
}

export function concurrencyOption(): Option {
  return new Option('--concurrency <number>', 'accounts at the same time (default: 8)').argParser((text) =>
    count(text, MOST_ACCOUNTS_AT_ONCE),
  );
}

/** Profile, home Region and endpoint, on each command that calls AWS. */
export function awsOptions(command: Command): Command {
  return connectionOptions(command).option(
    '--region <name>',
    'the home Region, where the table, ssm: policies and STS are asked; does not narrow a run (see --regions)',
  );
}

/** The same without the home Region, for a command whose --region means something else. */
export function connectionOptions(command: Command): Command {
  return command
    .option(
      '--profile <name>',
      'the profile of the AWS configuration; goes before AWS_PROFILE and before keys in the environment',
    )
    .option('--role-arn <arn>', 'assume this role first, and make every call with its credentials')
    .option('--endpoint-url <url>', 'send every call there instead of to AWS');
}

export function outputOptions(command: Command): Command {
  return command
    .option('-o, --output <file>', 'write there instead of to stdout')
    .option('-q, --quiet', 'show no progress');
}

/** The options of a command that makes a report. */
export function runOptions(command: Command, { io, examples }: { io: Io; examples: readonly string[] }): Command {
  command.addOption(policyOption(io));
  scopeOptions(command).addOption(
    new Option('-f, --format <name>', 'how the report is written').choices(FORMAT_NAMES).default('text'),
  );
  command.addOption(
    new Option('--fail-on <verdict>', 'what ends with another exit code than 0').choices(FAIL_ON).default('unknown'),
  );
  command.addOption(
    new Option('--max-actions <number>', 'the most writes of this run, in place of limits.maxActions').argParser(
      (text) => count(text, MOST_ACTIONS),
    ),
  );
  command.addOption(
    new Option(
      '--max-monthly-cost <dollars>',
      'the most that the writes of this run may cost a month, in place of limits.maxMonthlyCost; none: no limit',
    ).argParser(costLimit),
  );
  command.option(
    '-t, --table <name>',
    'the state table of the stack, for --format html: since when each drift is open, its caller, the trend',
  );
  return awsOptions(outputOptions(command)).addHelpText('after', `${EXIT_CODES_HELP}${exampleHelp(examples, io)}`);
}

export function exampleHelp(examples: readonly string[], { calledAs }: Pick<Io, 'calledAs'>): string {
  return `\n\nExamples:\n${examples.map((one) => `  ${calledAs} ${one}`).join('\n')}`;
}
