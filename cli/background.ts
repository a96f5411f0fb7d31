import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { DAY_MS } from '../lib/core/time.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import type { ReportBackground } from '../lib/render/view/report-background.ts';
import { openAccounts } from './account-filter.ts';
import type { CommandLineAws } from '../lib/app/wiring/command-line/command-line.ts';
import { tableProblem } from './table-problem.ts';
import { UsageError, type Io } from './io.ts';
import type { RunOptions } from './options.ts';

interface BackgroundContext {
  readonly policy: LoadedPolicy;
  readonly io: Io;
  readonly aws: CommandLineAws;
}

/** Refuses a table that nothing would be read from. */
export function checkTable({ table, format }: Pick<RunOptions, 'table' | 'format'>): void {
  if (table !== undefined && format !== 'html')
    throw new UsageError(`--table ${table}: only --format html reads it, and the format is ${format}`);
}

/** The facts that an HTML report shows beside the run; undefined for the other formats, which do not show them. */
export async function backgroundOf(
  report: Report,
  { format, table }: Pick<RunOptions, 'format' | 'table'>,
  { policy, io, aws }: BackgroundContext,
): Promise<ReportBackground | undefined> {
  if (format !== 'html') return undefined;
  const { desiredLines } = await import('../lib/render/words/desired-words.ts');
  const units = new Set((report.units ?? []).flatMap(({ path }) => path));
  const [identity, unitNames, stored] = await Promise.all([
    identityOf({ io, aws }),
    aws.unitNames([...units], io.cancel),
    table === undefined ? NOTHING_STORED : readTable(report, { table, aws }),
  ]);
  return { ...stored, desired: desiredLines(policy.policy), identity, unitNames };
}

type Stored = Pick<ReportBackground, 'runs' | 'state'>;

const NOTHING_STORED: Stored = { runs: [], state: null };
const HISTORY_MS = 90 * DAY_MS;

async function readTable(
  report: Report,
  { table, aws }: { readonly table: string; readonly aws: CommandLineAws },
): Promise<Stored> {
  const from = new Date(Date.parse(report.finishedAt) - HISTORY_MS).toISOString();
  try {
    const store = await aws.openState(table);
    const { loadStates } = await import('../lib/app/run/stored-states.ts');
    const [{ runs }, open] = await Promise.all([store.runsSince(from), openAccounts(store)]);
    const { state } = await loadStates(open ?? report.scope.accounts, store);
    return { runs, state };
  } catch (error) {
    throw tableProblem(error, { table, homeRegion: aws.homeRegion });
  }
}

/** null: AWS does not say. The report has that as a reason of its own. */
async function identityOf({ io, aws }: Omit<BackgroundContext, 'policy'>): Promise<string | null> {
  return aws.deps
    .forAccount(OWN_ACCOUNT)
    .identify(io.cancel)
    .then(
      ({ arn }) => arn,
      () => null,
    );
}
