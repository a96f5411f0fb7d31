import { Option, type Command } from 'commander';
import { filteredAccounts, openAccounts, type AccountFilter } from './account-filter.ts';
import { withState, type AwsOptions } from './aws.ts';
import { RUNS_TO_JUDGE, whyOutdated } from '../lib/app/run/freshness.ts';
import { note, UsageError, type Finish, type Io } from './io.ts';
import { showLives, type LivesRequest } from './history-lives.ts';
import { awsOptions, exampleHelp, tableOption } from './options.ts';
import { pastOptions } from './past.ts';
import { beginning, end } from './period.ts';
import { write } from './terminal.ts';

const HELP =
  '\nExit codes:\n  0  done\n  2  no full run yet, or the last one is too old\n  3  bad usage, or the table cannot be read';
const EXAMPLES = [
  'history',
  'history --since 2026-10-01 --until 2026-12-31 --regions eu-west-1 --format csv',
  'history --setting status --account prod-*',
  'history --runs',
  'history --last 100 --format json',
];

interface HistoryOptions extends LivesRequest {
  readonly runs?: true;
  readonly last?: string;
}

interface RunsOptions extends AwsOptions, AccountFilter {
  readonly table: string;
  readonly format: 'text' | 'json';
  readonly last: string;
}

/** `macie-warden history`. */
export function addHistory(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const history = program
    .command('history')
    .description('show what became of each drift and unreadable target, or the last runs')
    .addOption(tableOption(io))
    .addOption(new Option('--since <date>', 'from this day on (default: 30 days ago)').argParser(beginning))
    .addOption(new Option('--until <date>', 'to the end of this day (default: now)').argParser(end))
    .addOption(new Option('--runs', 'show the last runs instead'))
    .addOption(new Option('-n, --last <number>', 'how many runs (default: 30); implies --runs'));
  awsOptions(pastOptions(history))
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async ({ runs, last, ...options }: HistoryOptions) => {
      const isOfRuns = runs === true || last !== undefined;
      finish(await (isOfRuns ? showRuns(options, last ?? USUAL_RUNS, io) : showLives(options, io)));
    });
}

const USUAL_RUNS = '30';

/** The last runs, as scripts know them. */
async function showRuns({ format, ...options }: LivesRequest, last: string, io: Io): Promise<number> {
  const { since, until, setting, regions } = options;
  if ([since, until, setting, regions].some((option) => option !== undefined))
    throw new UsageError('--runs and --last show runs: they take no --since, --until, --setting or --regions');
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--format ${format}: runs are shown as text or json`);
  return showHistory({ ...options, format, last }, io);
}

/** Resolves with the exit code. */
async function showHistory({ table, format, last, ...options }: RunsOptions, io: Io): Promise<number> {
  const limit = Number(last);
  if (!/^\d+$/.test(last) || limit < 1 || limit > 1000)
    throw new UsageError(`--last: expected a number from 1 to 1000, found ${JSON.stringify(last)}`);
  const [{ historyTable, historyJson }, { runsOfAccounts }] = await Promise.all([
    import('../lib/render/formats/history.ts'),
    import('../lib/core/alerts/statistics.ts'),
  ]);
  const { runs, found, names } = await withState({ io, options, table }, async ({ store, deps, unitNames }) => {
    const runs = await store.lastRuns(Math.max(limit, RUNS_TO_JUDGE));
    const isFiltered = [options.account, options.accounts, options.ou].some((filter) => filter !== undefined);
    const ids = isFiltered
      ? await filteredAccounts(options, { runs, open: await openAccounts(store), io }, deps)
      : null;
    const found = (ids === null ? runs : runsOfAccounts(runs, ids)).slice(-limit);
    const units = found.findLast((run) => run.units)?.units ?? [];
    const names =
      format === 'json'
        ? new Map<string, string>()
        : await unitNames(
            units.flatMap(({ path }) => path),
            io.cancel,
          );
    return { runs, found, names };
  });
  await write(
    io.stdout,
    format === 'json' ? historyJson(found) : historyTable(found, { units: names, width: io.stdout.columns }),
  );
  const doubt = whyOutdated(runs, io.now());
  if (doubt === null) return 0;
  await note(io, `macie-warden: ${doubt}`);
  return 2;
}
