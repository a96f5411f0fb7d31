import { Option, type Command } from 'commander';
import { archivedRuns, type ArchiveReader } from '../lib/app/archive/archived-runs.ts';
import { archivedRunsJson, archivedRunsTable } from '../lib/render/formats/archived-runs.ts';
import { KEPT_FORMATS } from '../lib/core/archive/kept-formats.ts';
import { FORMAT_NAMES } from '../lib/render/formats/index.ts';
import { loadPolicyOf, withState, type AwsOptions, type StateTools } from './aws.ts';
import { RUNS_TO_JUDGE } from '../lib/app/run/freshness.ts';
import { UsageError, type Finish, type Io } from './io.ts';
import { awsOptions, exampleHelp, outputOptions, policySource, tableOption } from './options.ts';
import { withOutput, type OutputOptions } from './output.ts';
import { findRun, isDay, showRun } from './show-archived.ts';

const HELP = '\nExit codes:\n  0  done\n  3  bad usage, no such report, or the archive cannot be read';
const EXAMPLES = ['report', 'report --list --since 2026-11-01', 'report --run 2026-11-25 --format markdown'];

/** What a report can be written as: the formats of `check`, and those that the archive keeps. */
const REPORT_FORMATS: readonly string[] = [...new Set([...FORMAT_NAMES, ...KEPT_FORMATS.map(({ name }) => name)])];

interface ReportOptions extends AwsOptions, OutputOptions {
  readonly run: string;
  readonly format: string;
  readonly bucket?: string;
  readonly table: string;
  readonly list?: true;
  readonly since?: string;
  readonly policy?: string;
}

/** `macie-warden report`. */
export function addReport(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const report = program
    .command('report')
    .description('show an archived report, in any format')
    .addOption(
      new Option('--run <id>', 'the id of a run or its beginning, a day such as 2026-11-25, or latest').default(
        'latest',
      ),
    )
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(REPORT_FORMATS).default('text'))
    .option('--list', 'show which reports are archived instead')
    .option('--since <day>', 'with --list: from this day on, in UTC')
    .option('-b, --bucket <name>', 'the bucket of the archive; without it that of the last runs in the state table')
    .addOption(ratingPolicyOption(io))
    .addOption(tableOption(io));
  awsOptions(outputOptions(report))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: ReportOptions) => {
      checkOptions(options);
      const policy = options.policy === undefined ? null : (await loadPolicyOf(options.policy, { io, options })).policy;
      await withOutput(options, {
        io,
        work: (output) =>
          withState({ io, options, table: options.table }, async (tools) => {
            const bucket = options.bucket ?? (await bucketOfRuns(tools, options));
            const reader = await tools.openArchive(bucket);
            if (options.list) return output.write(await listing(reader, { ...options, width: output.stream?.columns }));
            const { format } = options;
            const key = await findRun(options.run, { bucket, reader, io });
            return showRun({ key, format, bucket, reader, output, io, policy });
          }),
      });
      finish(0);
    });
}

/** No default: a policy that happens to be here is not that of an archived run. */
function ratingPolicyOption(io: Io): Option {
  return new Option(
    '-p, --policy <file>',
    'with --format junit: rate its findings by alerts.severity of this policy; html and ocsf are as archived',
  ).argParser((text) => policySource(text, io));
}

/** Throws a UsageError for options that do not go together. */
function checkOptions({ list, since, format, policy, run }: ReportOptions): void {
  if (policy !== undefined && format !== 'junit')
    throw new UsageError(
      `--policy: expected --format junit with it, found ${format}: html and ocsf are rated by the policy of their run, and other formats have no severity`,
    );
  if (list && run !== 'latest') throw new UsageError(`--run: expected no --list with it, found ${run}`);
  if (since !== undefined && !list) throw new UsageError('--since: expected --list with it');
  if (since !== undefined && !isDay(since))
    throw new UsageError(`--since: expected a day such as 2026-11-25, found ${JSON.stringify(since)}`);
  if (list && format !== 'text' && format !== 'json')
    throw new UsageError(`--format: expected text or json with --list, found ${format}`);
}

/** The newest bucket that the records of the last runs name. */
async function bucketOfRuns({ store }: StateTools, { table }: ReportOptions): Promise<string> {
  const runs = await store.lastRuns(RUNS_TO_JUDGE);
  const bucket = runs.findLast(({ archive }) => archive !== undefined)?.archive?.bucket;
  if (bucket !== undefined) return bucket;
  throw new UsageError(
    `--table ${table}: none of its last ${runs.length} runs has an archived report. Name the bucket with --bucket: the output ReportBucketName of the stack`,
  );
}

interface Listing {
  readonly since?: string | undefined;
  readonly format: string;
  readonly width: number | undefined;
}

async function listing(reader: ArchiveReader, { since, format, width }: Listing): Promise<string> {
  const runs = await archivedRuns(reader, { since });
  return format === 'json' ? archivedRunsJson(runs) : archivedRunsTable(runs, { since, width });
}
