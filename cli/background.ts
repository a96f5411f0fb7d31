import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import type { Report } from '../lib/core/compliance/report.ts';
import { DAY_MS } from '../lib/core/time.ts';
import type { LoadedPolicy } from '../lib/policy/loaded-policy.ts';
import { rulesOfReport } from '../lib/policy/rules-of-report.ts';
import type { Policy } from '../lib/policy/schema.ts';
import type { Format } from '../lib/render/formats/index.ts';
import { NO_BACKGROUND, type ReportBackground } from '../lib/render/view/report-background.ts';
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

/** The formats that show how grave each drift is. */
const RATED: ReadonlySet<Format> = new Set<Format>(['html', 'ocsf', 'junit']);

/** The facts that a report shows beside the run; undefined for the formats that do not show them. */
export async function backgroundOf(
  report: Report,
  { format, table }: Pick<RunOptions, 'format' | 'table'>,
  { policy, io, aws }: BackgroundContext,
): Promise<ReportBackground | undefined> {
  if (!RATED.has(format)) return undefined;
  const rated = ratedBy(policy.policy, report);
  if (format !== 'html') return rated;
  const { desiredLines } = await import('../lib/render/words/desired-words.ts');
  const units = new Set((report.units ?? []).flatMap(({ path }) => path));
  const [identity, unitNames, stored] = await Promise.all([
    identityOf({ io, aws }),
    aws.unitNames([...units], io.cancel),
    table === undefined ? NOTHING_STORED : readTable(report, { table, aws }),
  ]);
  return { ...rated, ...stored, desired: desiredLines(policy.policy), identity, unitNames };
}

/** Nothing but the severities that a policy gives; null: no policy gives any. */
export function ratedBy(policy: Policy | null, report: Report): ReportBackground {
  return { ...NO_BACKGROUND, severityRules: policy === null ? [] : rulesOfReport({ report, policy }) };
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
