import { Option, type Command } from 'commander';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { compareText } from '../lib/core/order.ts';
import { filteredAccounts, filterOptions, namesInRuns, openAccounts, type AccountFilter } from './account-filter.ts';
import { loadPolicyOf, withState, type AwsOptions, type StateTools } from './aws.ts';
import { RUNS_TO_JUDGE, whyOutdated, whyUnreceived } from '../lib/app/run/freshness.ts';
import { note, type Finish, type Io } from './io.ts';
import { write } from './terminal.ts';
import { addTestAlert } from './test-alert.ts';
import { pathFrom } from './where.ts';
import { awsOptions, exampleHelp, policyOption, STATE_FORMATS, tableOption, type StateFormat } from './options.ts';

const HELP =
  '\nExit codes:\n  0  nothing is open\n  1  something is\n  2  nothing is known: no full run yet, or the last one is too old\n  3  bad usage, or the table cannot be read';
const EXAMPLES = ['alerts', 'alerts --table macie-warden-prod --format json', "alerts --account 'prod-*'"];
const REPLAY_HELP = '\nExit codes:\n  0  done\n  3  bad usage';

interface AlertsOptions extends AwsOptions, AccountFilter {
  readonly table: string;
  readonly format: StateFormat;
}

/** `macie-warden alerts` and `macie-warden alerts replay`. */
export function addAlerts(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const alerts = program
    .command('alerts')
    .description('show what is open and since when, from the state of the stack')
    .addOption(tableOption(io));
  filterOptions(alerts).addOption(
    new Option('-f, --format <name>', 'how it is written').choices(STATE_FORMATS).default('text'),
  );
  awsOptions(alerts)
    .addHelpText('after', HELP + exampleHelp(EXAMPLES, io))
    .action(async (options: AlertsOptions) => {
      finish(await showAlerts(options, io));
    });

  addTestAlert(alerts, { io, finish });

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
    .addHelpText('after', REPLAY_HELP + exampleHelp(['alerts replay --runs reports.jsonl --policy policy.yml'], io))
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
  /** Those that the person chose; null: all. */
  readonly chosen: ReadonlySet<string> | null;
  readonly open: readonly string[] | null;
}

/** The accounts whose state is shown: of those that were chosen the own one, and every other with something open. */
function accountsToShow({ own, chosen, open }: ShownAccounts): readonly string[] {
  // Without an index the state of each chosen account is read.
  const found = [...new Set([own, ...(open ?? chosen ?? [])])];
  return found.filter((id) => chosen?.has(id) ?? true).toSorted(compareText);
}

/** Resolves with the exit code. */
async function showAlerts({ table, format, ...options }: AlertsOptions, io: Io): Promise<number> {
  const { openAlertsTable, openAlertsJson } = await import('../lib/render/formats/alerts.ts');
  const { state, runs } = await withState({ io, options, table }, (tools) => loadShown(options, { io, ...tools }));
  const names = namesInRuns(runs);
  const doubt = whyOutdated(runs, io.now());
  const shown = [...state.drifts, ...state.unreadable].filter((record) => record.state !== 'closed');
  const isNothingKnown = doubt !== null && shown.length === 0;
  if (format === 'json') await write(io.stdout, openAlertsJson(shown, names));
  else
    await write(
      io.stdout,
      isNothingKnown
        ? `Nothing is known: ${doubt}.\n`
        : openAlertsTable(state, { now: io.now(), width: io.stdout.columns, names }),
    );
  if (doubt !== null && (format === 'json' || !isNothingKnown)) await note(io, `macie-warden: ${doubt}`);
  const unreceived = whyUnreceived(runs);
  if (unreceived !== null) await note(io, `macie-warden: ${unreceived}`);
  if (shown.some((record) => record.state === 'open')) return 1;
  return doubt === null ? 0 : 2;
}

/** The state of the accounts to show, and the runs to judge it by. */
async function loadShown(filter: AccountFilter, { store, deps, io }: StateTools & { readonly io: Io }) {
  const { loadStates } = await import('../lib/app/run/stored-states.ts');
  const [{ accountId: own }, open, runs] = await Promise.all([
    deps.forAccount(OWN_ACCOUNT).identify(io.cancel),
    openAccounts(store),
    store.lastRuns(RUNS_TO_JUDGE),
  ]);
  const chosen = await filteredAccounts(filter, { runs, open, io }, deps);
  const { state } = await loadStates(accountsToShow({ own, chosen, open }), store);
  return { state, runs };
}
