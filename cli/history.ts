import { Option, type Command } from 'commander';
import { filteredAccounts, filterOptions, openAccounts, type AccountFilter } from './account-filter.ts';
import { withState, type AwsOptions } from './aws.ts';
import { RUNS_TO_JUDGE, whyOutdated } from '../lib/app/run/freshness.ts';
import { note, UsageError, type Finish, type Io } from './io.ts';
import { awsOptions, exampleHelp, STATE_FORMATS, tableOption, type StateFormat } from './options.ts';
import { write } from './terminal.ts';

const HELP =
  '\nExit codes:\n  0  done\n  2  no full run yet, or the last one is too old\n  3  bad usage, or the table cannot be read';
const EXAMPLES = ['history', 'history --last 100 --format json', 'history --ou ou-ab12-11111111'];

interface HistoryOptions extends AwsOptions, AccountFilter {
  readonly table: string;
  readonly format: StateFormat;
  readonly last: string;
}

/** `warden history`. */
export function addHistory(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const history = program
    .command('history')
    .description('show the last runs, from the state of the stack')
    .addOption(tableOption(io))
    .addOption(new Option('-n, --last <number>', 'how many runs').default('30'));
  filterOptions(history).addOption(
    new Option('-f, --format <name>', 'how it is written').choices(STATE_FORMATS).default('text'),
  );
  awsOptions(history)
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: HistoryOptions) => {
      finish(await showHistory(options, io));
    });
}

/** Resolves with the exit code. */
async function showHistory({ table, format, last, ...options }: HistoryOptions, io: Io): Promise<number> {
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
  await note(io, `warden: ${doubt}`);
  return 2;
}
