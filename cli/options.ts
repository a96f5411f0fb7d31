import { InvalidArgumentError, Option, type Command } from 'commander';
import { ACCOUNT_ID } from '../lib/core/names.ts';
import type { Io } from './io.ts';
import { FORMAT_NAMES, type Format } from '../lib/render/formats/index.ts';

export const EXIT_CODES_HELP = `
Exit codes:
  0  compliant
  1  drift
  2  no drift, but something could not be read
  3  bad policy, bad usage, or no way to run`;

/** The options of `check` and `apply`. */
export interface RunOptions {
  readonly policy: string;
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly format: Format;
  readonly output?: string;
  readonly quiet?: true;
}

export function policyOption(): Option {
  return new Option('-p, --policy <file>', 'a file, ssm:/name or s3://bucket/key').default('policy.yml');
}

/** The table of a stack is called after its service and stage. */
export function tableOption({ env }: Pick<Io, 'env'>): Option {
  return new Option('-t, --table <name>', 'the state table of the stack').default(
    env['STATE_TABLE'] || 'macie-warden-prod',
  );
}

export function scopeOptions(command: Command): Command {
  return command
    .addOption(new Option('-r, --regions <names>', 'only these Regions, with commas between').argParser(names))
    .addOption(new Option('-a, --accounts <ids>', 'only these accounts, with commas between').argParser(accounts));
}

export function outputOptions(command: Command): Command {
  return command
    .option('-o, --output <file>', 'write there instead of to stdout')
    .option('-q, --quiet', 'show no progress');
}

/** The options of a command that makes a report. */
export function runOptions(command: Command, examples: readonly string[]): Command {
  command.addOption(policyOption());
  scopeOptions(command).addOption(
    new Option('-f, --format <name>', 'how the report is written').choices(FORMAT_NAMES).default('text'),
  );
  return outputOptions(command).addHelpText('after', `${EXIT_CODES_HELP}${exampleHelp(examples)}`);
}

export function exampleHelp(examples: readonly string[]): string {
  return `\n\nExamples:\n${examples.map((one) => `  npm run --silent warden -- ${one}`).join('\n')}`;
}

function names(text: string): readonly string[] {
  const found = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (found.length === 0)
    throw new InvalidArgumentError('Expected names with commas between, such as eu-west-1,us-east-1.');
  return found;
}

function accounts(text: string): readonly string[] {
  const found = names(text);
  const odd = found.find((id) => !ACCOUNT_ID.test(id));
  if (odd !== undefined) throw new InvalidArgumentError(`Expected 12-digit account ids, found ${JSON.stringify(odd)}.`);
  return found;
}
