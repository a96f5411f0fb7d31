import { Option, type Command } from 'commander';
import type { Format } from '../lib/render/formats/index.ts';
import { QUERY_FORMATS, type QueryFormat } from '../lib/render/formats/query-lines.ts';
import type { Statement } from '../lib/sql/statement.ts';
import { UsageError, type Finish, type Io } from './io.ts';
import { awsOptions, exampleHelp, outputOptions, scopeOptions, tableOption } from './options.ts';
import { withOutput, type OutputOptions } from './output.ts';
import { policyOrNone, type QueryOptions } from './query-options.ts';
import { sqlText } from './query-text.ts';

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

/** `macie-warden query`: SQL over sessions, settings, drifts and the state. */
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

/** StackQL’s `-o json` is a format. */
function refuseFormatAsFile({ output }: OutputOptions): void {
  const formats: readonly string[] = QUERY_FORMATS;
  if (output === undefined || !formats.includes(output)) return;
  throw new UsageError(
    `--output ${output}: -o is a file here; the format is --format ${output}. For a file of that name, write -o ./${output}`,
  );
}

/** An UPDATE ends with the report of a run. */
const REPORT_FORMATS: Readonly<Record<QueryFormat, Format>> = {
  table: 'text',
  record: 'text',
  json: 'json',
  jsonl: 'json',
  csv: 'csv',
  markdown: 'markdown',
};

/** Resolves with the exit code. */
async function runUpdate(statement: Statement, options: QueryOptions, io: Io): Promise<number> {
  const [{ updateOf }, { updateSession }] = await Promise.all([
    import('../lib/sql/update.ts'),
    import('./session-update.ts'),
  ]);
  const update = updateOf(statement);
  if (options.explain) throw new UsageError('--explain: an UPDATE shows its plan, and writes only with --yes');
  if (options.accounts || options.regions)
    throw new UsageError('--accounts, --regions: expected without them: the WHERE of an UPDATE names its target');
  return updateSession(update, { ...options, format: REPORT_FORMATS[options.format] }, io);
}
