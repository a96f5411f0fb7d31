import { InvalidArgumentError, Option, type Command } from 'commander';
import type { PolicyDraft } from '../lib/app/init/init.ts';
import { ACCOUNT_ID } from '../lib/core/names.ts';
import { withAws, type AwsOptions, type CommandLineAws } from './aws.ts';
import { FATAL, note, UsageError, type Finish, type Io } from './io.ts';
import { awsOptions, concurrencyOption, exampleHelp, regionsOption } from './options.ts';
import { existingFile, withOutput, type OutputOptions } from './output.ts';
import { confirm } from './prompt.ts';
import { scanDeps } from './report.ts';

const EXAMPLES = ['init', 'init --accounts organization --output policy.yml', 'init --regions eu-west-1 --output -'];
const HELP = `
Exit codes:
  0  the policy is written
  2  the same, and something could not be read
  3  nothing is written: declined, bad usage, or no way to run`;

type Accounts = 'self' | 'organization' | readonly string[];

interface InitOptions extends AwsOptions, OutputOptions {
  readonly output: string;
  readonly accounts: Accounts;
  readonly regions?: readonly string[];
  readonly concurrency?: number;
  readonly yes?: true;
}

/** `macie-warden init`: writes a policy from what is there. It writes nothing to AWS. */
export function addInit(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('init')
    .description('write a policy from what is there: most common values, exceptions, and why each line is there')
    .addOption(new Option('-o, --output <file>', 'the policy to write; - is stdout').default('policy.yml'))
    .option('-y, --yes', 'overwrite without asking')
    .addOption(
      new Option('-a, --accounts <which>', 'self, organization, or account ids with commas between')
        .default('self')
        .argParser(accountsOf),
    )
    .addOption(regionsOption('only these Regions, with commas between; every one, if left out'))
    .addOption(concurrencyOption())
    .option('-q, --quiet', 'show no progress');
  awsOptions(command)
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: InitOptions) => {
      if (!(await mayWrite(options, io))) return finish(FATAL);
      await withOutput(options, {
        io,
        work: async (output) => {
          const draft = await withAws({ io, options }, (aws) => init(options, { io, aws }));
          await output.write(draft.text);
          finish(await summarize(draft, io));
        },
      });
    });
}

function accountsOf(text: string, before: Accounts): Accounts {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const [first] = names;
  if (names.length === 1 && (first === 'self' || first === 'organization')) return first;
  const odd = names.find((name) => !ACCOUNT_ID.test(name));
  if (names.length === 0 || odd !== undefined)
    throw new InvalidArgumentError(
      `Expected self, organization or 12-digit account ids, found ${JSON.stringify(text)}.`,
    );
  return [...new Set([...(typeof before === 'string' ? [] : before), ...names])];
}

/** Asks before a file is overwritten, and before anything is read. */
async function mayWrite({ output, yes }: InitOptions, io: Io): Promise<boolean> {
  const path = await existingFile(output, io);
  if (path === null || yes) return true;
  if (!io.stdin.isTTY)
    throw new UsageError(
      `${path} is there, and there is no terminal to ask whether to overwrite it: name another file with --output, or pass --yes`,
    );
  if (await confirm(io, `Overwrite ${path}?`)) return true;
  await note(io, 'Nothing was written.');
  return false;
}

async function init(options: InitOptions, { io, aws }: { io: Io; aws: CommandLineAws }): Promise<PolicyDraft> {
  const { draftPolicy } = await import('../lib/app/init/init.ts');
  const { accounts, regions = null } = options;
  const { deps, bar } = scanDeps(options, { io, aws });
  bar.begin(accounts === 'self' ? 'listing Regions' : 'listing accounts and Regions');
  try {
    return await draftPolicy({ accounts, regions, cancel: io.cancel }, deps);
  } finally {
    bar.clear();
  }
}

/** What a person has to know of the policy beside its text. Resolves with the exit code. */
async function summarize({ facts, notices }: PolicyDraft, io: Io): Promise<number> {
  const { draftSummary, unreadSentences } = await import('../lib/render/words/proposal-words.ts');
  for (const { message } of notices) await note(io, `macie-warden: ${message}`);
  const unread = unreadSentences(facts);
  for (const sentence of unread) await note(io, `macie-warden: not read: ${sentence}`);
  await note(io, draftSummary(facts, io.calledAs));
  return unread.length === 0 ? 0 : 2;
}
