import { readsTable, type QueryPlan } from '../lib/app/query/plan-query.ts';
import { policyWithoutFile, type QueryPolicy } from '../lib/app/query/query-policy.ts';
import { chooseTargets, readTargets } from '../lib/app/query/read-targets.ts';
import type { TargetRows } from '../lib/app/query/row-cells.ts';
import { OWN_ACCOUNT } from '../lib/app/scan/deps.ts';
import { BUILT_IN } from '../lib/policy/source.ts';
import { closest } from '../lib/policy/closest.ts';
import { ALL_REGIONS } from '../lib/core/regions.ts';
import type { QueryDatabase } from '../lib/sql/database.ts';
import { TABLES, type TableDefinition } from '../lib/sql/table-list.ts';
import { countOf } from '../lib/render/words/sentence.ts';
import { namesInRuns, openAccounts } from './account-filter.ts';
import type { CommandLineAws } from '../lib/app/wiring/command-line/command-line.ts';
import { tableProblem } from './table-problem.ts';
import { RUNS_TO_JUDGE, whyOutdated } from '../lib/app/run/freshness.ts';
import { note, type Io } from './io.ts';
import type { QueryOptions } from './query-options.ts';
import { querySource } from './query-policy-source.ts';
import { listingText, scanDeps } from './report.ts';

interface Loading {
  readonly io: Io;
  readonly aws: CommandLineAws;
  readonly db: QueryDatabase;
}

/** Reads the tables that a query names into the database. Resolves with why its rows may not be all there are. */
export async function loadTables(plan: QueryPlan, options: QueryOptions, loading: Loading): Promise<readonly string[]> {
  const ofState = plan.tables.some(({ source }) => source === 'state') ? await loadState(plan, options, loading) : [];
  if (plan.tables.every(({ source }) => source === 'state')) return ofState;
  const policy = await policyOf(plan, options, loading);
  if (readsTable(plan, 'accounts')) {
    const [{ listAccounts }, { accountRows }] = await Promise.all([
      import('../lib/app/accounts/list-accounts.ts'),
      import('../lib/app/query/other-rows.ts'),
    ]);
    const listed = await listAccounts(policy.loaded.policy, loading.aws.deps, loading.io.cancel);
    loading.db.load(definitionOf('accounts'), accountRows(listed));
  }
  const ofTargets = plan.tables.some(({ source }) => source === 'targets')
    ? await loadTargets({ plan, options, policy }, loading)
    : [];
  return [...ofState, ...ofTargets];
}

/** Throws a WardenError for a policy that is none, or that a table needs. */
async function policyOf(
  plan: QueryPlan,
  options: QueryOptions,
  { io, aws }: Pick<Loading, 'io' | 'aws'>,
): Promise<QueryPolicy> {
  const source = await querySource(plan, options, io);
  if (source === null) return policyWithoutFile('none', options, plan);
  if (source === BUILT_IN) return policyWithoutFile('built-in', options, plan);
  return { loaded: await aws.loadPolicy(source), kind: 'given' };
}

function definitionOf(name: string): TableDefinition {
  const found = TABLES.find((table) => table.name === name);
  if (found === undefined) throw new Error(`there is no table ${name}`);
  return found;
}

interface Targets {
  readonly plan: QueryPlan;
  readonly options: QueryOptions;
  readonly policy: QueryPolicy;
}

async function loadTargets({ plan, options, policy }: Targets, { io, aws, db }: Loading): Promise<readonly string[]> {
  const { sessionRows } = await import('../lib/app/query/session-rows.ts');
  const { settingRows, driftRows } = await import('../lib/app/query/setting-rows.ts');
  const { unreadOf } = await import('../lib/app/query/unread.ts');
  const { deps, bar } = scanDeps(options, { io, aws });
  bar.begin(listingText(policy.loaded));
  const asked = { policy, plan, accounts: options.accounts, regions: options.regions, cancel: io.cancel };
  try {
    const choice = await chooseTargets(asked, deps);
    const scan = await readTargets(choice, asked, deps);
    bar.clear();
    const outside = choice.outside.map((name) => outsideText(name, policy));
    if (scan === null) return outside;
    for (const { message } of scan.notices) await note(io, `macie-warden: ${message}`);
    const unread = new Set<string>();
    for (const [name, rowsOf] of Object.entries({ sessions: sessionRows, settings: settingRows, drifts: driftRows })) {
      if (!readsTable(plan, name)) continue;
      const table = definitionOf(name);
      const found: TargetRows = rowsOf({ scan, policy, plan });
      db.load(table, found.rows);
      for (const { account_id, region } of unreadOf(plan, { table, rows: found.unread }, db))
        unread.add(`${region} of ${account_id}`);
    }
    return [...outside, ...unreadText([...unread])];
  } finally {
    bar.clear();
  }
}

const MAX_NAMES = 5;

function unreadText(targets: readonly string[]): readonly string[] {
  if (targets.length === 0) return [];
  const named = targets.slice(0, MAX_NAMES).join(', ');
  const more = targets.length > MAX_NAMES ? ` and ${targets.length - MAX_NAMES} more` : '';
  return [
    `${countOf(targets.length, 'target')} could not be read, or not in full, so the rows may not be right: ${named}${more}. SELECT region, account_id, reason, detail FROM sessions WHERE verdict = 'unknown' has why`,
  ];
}

function outsideText(name: string, { loaded, kind }: QueryPolicy): string {
  if (/^\d{12}$/.test(name))
    return kind === 'given'
      ? `no row shows account ${name}: ${loaded.source} does not cover it. --no-policy with --accounts ${name} reads it`
      : `no row shows account ${name}: it is not among the accounts that are read. --accounts ${name} reads it`;
  const near = ALL_REGIONS.includes(name) ? null : closest(name, ALL_REGIONS);
  return `no row shows ${JSON.stringify(name)}: ${kind === 'given' ? loaded.source : 'this version of macie-warden'} has no such Region or account${near === null ? '' : `. Did you mean ${near}?`}`;
}

/** The tables of the state, and whether they are of now. */
async function loadState(
  plan: QueryPlan,
  { table }: QueryOptions,
  { io, aws, db }: Loading,
): Promise<readonly string[]> {
  const [{ alertRows, runRows, historyRows }, { loadStates }] = await Promise.all([
    import('../lib/app/query/other-rows.ts'),
    import('../lib/app/run/stored-states.ts'),
  ]);
  try {
    const store = await aws.openState(table);
    const last = await store.lastRuns(RUNS_TO_JUDGE);
    if (readsTable(plan, 'alerts')) {
      const { accountId } = await aws.deps.forAccount(OWN_ACCOUNT).identify(io.cancel);
      const open = (await openAccounts(store)) ?? [];
      const { state } = await loadStates([...new Set([accountId, ...open])].toSorted(), store);
      db.load(definitionOf('alerts'), alertRows(state, namesInRuns(last)));
    }
    if (readsTable(plan, 'runs', 'history')) {
      const { runs } = await store.runsSince(plan.narrowing.since ?? '0');
      if (readsTable(plan, 'runs')) db.load(definitionOf('runs'), runRows(runs));
      if (readsTable(plan, 'history')) db.load(definitionOf('history'), historyRows(runs));
    }
    const doubt = whyOutdated(last, io.now());
    return doubt === null ? [] : [doubt];
  } catch (error) {
    throw tableProblem(error, { table, homeRegion: aws.homeRegion });
  }
}
