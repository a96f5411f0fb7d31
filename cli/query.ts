import { Option, type Command } from 'commander';
import { QUERY_FORMATS, type QueryFormat } from '../lib/render/formats/query.ts';
import type { AwsOptions } from './aws.ts';
import { UsageError, type Finish, type Io } from './io.ts';
import { awsOptions, exampleHelp, outputOptions, policySource, scopeOptions, tableOption } from './options.ts';
import { withOutput, type OutputOptions } from './output.ts';
import { sqlText, type SqlSource } from './query-text.ts';

const EXAMPLES = [
  'query "SELECT region, aws_account_id, status FROM sessions WHERE region = \'us-east-1\'"',
  'query --format csv --output drifts.csv "SELECT * FROM drifts"',
  'query --explain -i report.sql',
];
const HELP = `
Tables: sessions (aws.macie.session), settings, drifts, accounts, alerts, runs, history; docs/sql.md has their columns.
-o is a file here, as in every command; StackQL’s -o is --format.

Exit codes:
  0  done; of an UPDATE: the session is as the patch has it
  1  an UPDATE is planned, or left to a person
  2  something that the query is about could not be read
  3  bad SQL, bad usage, or no way to run`;

export interface QueryOptions extends AwsOptions, OutputOptions, SqlSource {
  /** false: --no-policy. Left out: policy.yml, if there is one. */
  readonly policy?: string | false;
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly concurrency?: number;
  readonly table: string;
  readonly format: QueryFormat;
  readonly explain?: true;
  readonly yes?: true;
}

/** `warden query`: SQL over sessions, settings, drifts and the state. */
export function addQuery(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const command = program
    .command('query')
    .description('ask in SQL, or update a session by a patch document; - reads the SQL from stdin')
    .argument('[sql]', 'one SELECT, or an UPDATE of aws.macie.session')
    .option('-i, --input <file>', 'read the SQL from this file; - is stdin')
    .addOption(new Option('-f, --format <name>', 'how the rows are written').choices(QUERY_FORMATS).default('table'))
    .option('--explain', 'show what the query reads, and read nothing')
    .option('-y, --yes', 'write what an UPDATE plans')
    .addOption(tableOption(io));
  policyOrNone(command, io);
  awsOptions(outputOptions(scopeOptions(command)))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (sql: string | undefined, options: QueryOptions) => {
      refuseFormatAsFile(options);
      const typed = await sqlText(sql, options, io);
      const { statementOf } = await import('../lib/sql/statement.ts');
      const statement = statementOf(typed);
      if (statement.kind === 'update') {
        const { runUpdate } = await import('./query-update.ts');
        finish(await runUpdate(statement, options, io));
        return;
      }
      const { answer } = await import('./query-answer.ts');
      await withOutput(options, {
        io,
        work: async (output) => finish(await answer(statement, options, { io, output })),
      });
    });
}

/** The policy is an option: a query can do without. */
export function policyOrNone(command: Command, io: Io): Command {
  return command
    .addOption(
      new Option(
        '-p, --policy <file>',
        'a file, ssm:/name or s3://bucket/key, whose accounts and Regions are read; default: policy.yml, if there is one',
      ).argParser((text: string) => policySource(text, io)),
    )
    .option('--no-policy', 'read the own account and every Region, or those of --accounts and --regions');
}

/** StackQL’s `-o json` is a format. */
function refuseFormatAsFile({ output }: OutputOptions): void {
  const formats: readonly string[] = QUERY_FORMATS;
  if (output === undefined || !formats.includes(output)) return;
  throw new UsageError(
    `--output ${output}: -o is a file here; the format is --format ${output}. For a file of that name, write -o ./${output}`,
  );
}
