import { Option, type Command } from 'commander';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import type { OrganizationStore } from '../lib/app/machine/deps.ts';
import { compareText } from '../lib/core/order.ts';
import { loadPolicyOf, withState, type AwsOptions } from './aws.ts';
import { RUNS_TO_JUDGE, whyOutdated, whyUnreceived } from './freshness.ts';
import { note, UsageError, type Finish, type Io } from './io.ts';
import { write } from './terminal.ts';
import { pathFrom } from './where.ts';
import { accountsOption, awsOptions, exampleHelp, policyOption, tableOption } from './options.ts';

const HELP =
  '\nExit codes:\n  0  nothing is open\n  1  something is\n  2  nothing is known: no full run yet, or the last one is too old\n  3  bad usage, or the table cannot be read';
const HISTORY_HELP =
  '\nExit codes:\n  0  done\n  2  no full run yet, or the last one is too old\n  3  bad usage, or the table cannot be read';
const REPLAY_HELP = '\nExit codes:\n  0  done\n  3  bad usage';
const FORMATS = ['text', 'json'] as const;

interface AlertsOptions extends AwsOptions {
  readonly table: string;
  readonly format: (typeof FORMATS)[number];
  readonly accounts?: readonly string[];
}

/** `warden alerts` and `warden alerts replay`. */
export function addAlerts(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const alerts = program
    .command('alerts')
    .description('show what is open and since when, from the state of the stack')
    .addOption(tableOption(io))
    .addOption(accountsOption())
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(FORMATS).default('text'));
  awsOptions(alerts)
    .addHelpText('after', HELP + exampleHelp(['alerts', 'alerts --table macie-warden-prod --format json']))
    .action(async (options: AlertsOptions) => {
      finish(await showAlerts(options, io));
    });

  const replayed = alerts
    .command('replay')
    .description('apply the alert rules to your own JSON reports, and show the messages')
    .addOption(
      new Option('--runs <file>', 'JSON reports of `check --format json`, one after the other or in a list; - is stdin')
        .makeOptionMandatory()
        .argParser((text: string) => (text === '-' ? text : pathFrom(text, io))),
    )
    .addOption(policyOption(io));
  awsOptions(replayed)
    .addHelpText('after', REPLAY_HELP + exampleHelp(['alerts replay --runs reports.jsonl --policy policy.yml']))
    .action(async ({ runs, policy, ...options }: ReplayOptions) => {
      const { replay } = await import('./replay.ts');
      await write(
        io.stdout,
        await replay({ runs, policy: await loadPolicyOf(policy, { io, options }), stdin: io.stdin }),
      );
    });
}

interface ReplayOptions extends AwsOptions {
  readonly runs: string;
  readonly policy: string;
}

interface ShownAccounts {
  readonly own: string;
  /** Those that the person named; left out: all. */
  readonly only: readonly string[] | undefined;
  readonly store: OrganizationStore;
}

/** The accounts whose state is shown: the own one, and every other with something open. */
async function accountsToShow({ own, only, store }: ShownAccounts): Promise<readonly string[]> {
  if (only !== undefined) return only;
  const open = await store.openAccounts().catch((error: unknown) => {
    // The table of an earlier version has no index, and the state of one account.
    if (error instanceof Error && error.name === 'ValidationException') return [];
    throw error;
  });
  return [...new Set([own, ...open])].toSorted(compareText);
}

/** Resolves with the exit code. */
async function showAlerts({ table, format, accounts, ...options }: AlertsOptions, io: Io): Promise<number> {
  const [{ openAlertsTable, recordsJson }, { loadStates }] = await Promise.all([
    import('../lib/render/formats/alerts.ts'),
    import('../lib/app/run/stored-states.ts'),
  ]);
  const { state, runs } = await withState({ io, options, table }, async ({ store, deps }) => {
    const { accountId } = await deps.forAccount(OWN_ACCOUNT).identify(io.cancel);
    const [ids, runs] = await Promise.all([
      accountsToShow({ own: accountId, only: accounts, store }),
      store.lastRuns(RUNS_TO_JUDGE),
    ]);
    const { state } = await loadStates(ids, store);
    return { state, runs };
  });
  const doubt = whyOutdated(runs, io.now());
  const shown = [...state.drifts, ...state.unreadable].filter((record) => record.state !== 'closed');
  const isNothingKnown = doubt !== null && shown.length === 0;
  if (format === 'json') await write(io.stdout, recordsJson(shown));
  else
    await write(
      io.stdout,
      isNothingKnown ? `Nothing is known: ${doubt}.\n` : openAlertsTable(state, io.now(), io.stdout.columns),
    );
  if (doubt !== null && (format === 'json' || !isNothingKnown)) await note(io, `warden: ${doubt}`);
  const unreceived = whyUnreceived(runs);
  if (unreceived !== null) await note(io, `warden: ${unreceived}`);
  if (shown.some((record) => record.state === 'open')) return 1;
  return doubt === null ? 0 : 2;
}

interface HistoryOptions extends AlertsOptions {
  readonly last: string;
}

/** `warden history`. */
export function addHistory(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const history = program
    .command('history')
    .description('show the last runs, from the state of the stack')
    .addOption(tableOption(io))
    .addOption(new Option('-n, --last <number>', 'how many runs').default('30'))
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(FORMATS).default('text'));
  awsOptions(history)
    .addHelpText('after', HISTORY_HELP + exampleHelp(['history', 'history --last 100 --format json']))
    .action(async (options: HistoryOptions) => {
      finish(await showHistory(options, io));
    });
}

/** Resolves with the exit code. */
async function showHistory({ table, format, last, ...options }: HistoryOptions, io: Io): Promise<number> {
  const limit = Number(last);
  if (!/^\d+$/.test(last) || limit < 1 || limit > 1000)
    throw new UsageError(`--last: expected a number from 1 to 1000, found ${JSON.stringify(last)}`);
  const { historyTable, recordsJson } = await import('../lib/render/formats/alerts.ts');
  const runs = await withState({ io, options, table }, ({ store }) => store.lastRuns(Math.max(limit, RUNS_TO_JUDGE)));
  const shown = runs.slice(-limit);
  await write(io.stdout, format === 'json' ? recordsJson(shown) : historyTable(shown));
  const doubt = whyOutdated(runs, io.now());
  if (doubt === null) return 0;
  await note(io, `warden: ${doubt}`);
  return 2;
}
