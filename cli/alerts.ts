import { Option, type Command } from 'commander';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { withState } from './aws.ts';
import { UsageError, type Finish, type Io } from './io.ts';
import { write } from './terminal.ts';
import { exampleHelp, policyOption, tableOption } from './options.ts';

const HELP = '\nExit codes:\n  0  nothing is open\n  1  something is\n  3  bad usage, or no way to look';
const REPLAY_HELP = '\nExit codes:\n  0  done\n  3  bad usage';
const FORMATS = ['text', 'json'] as const;

interface AlertsOptions {
  readonly table: string;
  readonly format: (typeof FORMATS)[number];
}

/** `warden alerts` and `warden alerts replay`. */
export function addAlerts(program: Command, { io, finish }: { io: Io; finish: Finish }): void {
  const alerts = program
    .command('alerts')
    .description('show what is open and since when, from the state of the stack')
    .addOption(tableOption(io))
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(FORMATS).default('text'))
    .addHelpText('after', HELP + exampleHelp(['alerts', 'alerts --table macie-warden-prod --format json']))
    .action(async ({ table, format }: AlertsOptions) => {
      const { openAlertsTable } = await import('../lib/render/formats/alerts.ts');
      const { state, now } = await withState(io, {
        table,
        work: async ({ store, deps }) => {
          const { accountId } = await deps.forAccount(OWN_ACCOUNT).identify(io.cancel);
          return { ...(await store.load(accountId)), now: deps.now() };
        },
      });
      const shown = [...state.drifts, ...state.unreadable].filter((record) => record.state !== 'closed');
      await write(io.stdout, format === 'json' ? `${JSON.stringify(shown, null, 2)}\n` : openAlertsTable(state, now));
      finish(shown.some((record) => record.state === 'open') ? 1 : 0);
    });

  alerts
    .command('replay')
    .description('apply the alert rules to your own JSON reports, and show the messages')
    .requiredOption('--runs <file>', 'JSON reports: one in each line, or a list; oldest first')
    .addOption(policyOption())
    .addHelpText('after', REPLAY_HELP + exampleHelp(['alerts replay --runs reports.jsonl --policy policy.yml']))
    .action(async ({ runs, policy }: { runs: string; policy: string }) => {
      const { replay } = await import('./replay.ts');
      await write(io.stdout, await replay({ runs, policy, io }));
    });
}

interface HistoryOptions extends AlertsOptions {
  readonly last: string;
}

/** `warden history`. */
export function addHistory(program: Command, { io }: { io: Io; finish: Finish }): void {
  program
    .command('history')
    .description('show the last runs, from the state of the stack')
    .addOption(tableOption(io))
    .addOption(new Option('-n, --last <number>', 'how many runs').default('30'))
    .addOption(new Option('-f, --format <name>', 'how it is written').choices(FORMATS).default('text'))
    .addHelpText('after', REPLAY_HELP + exampleHelp(['history', 'history --last 100 --format json']))
    .action(async ({ table, format, last }: HistoryOptions) => {
      const limit = Number(last);
      if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
        throw new UsageError(`--last: expected a number from 1 to 1000, found ${JSON.stringify(last)}`);
      const { historyTable } = await import('../lib/render/formats/alerts.ts');
      const runs = await withState(io, { table, work: ({ store }) => store.lastRuns(limit) });
      await write(io.stdout, format === 'json' ? `${JSON.stringify(runs, null, 2)}\n` : historyTable(runs));
    });
}
