import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryText } from '../lib/render/formats/query.ts';
import { openDatabase, type QueryDatabase } from '../lib/sql/database.ts';
import { TABLES } from '../lib/sql/table-list.ts';
import { startSandbox, sandboxEnv } from '../sandbox/server/server.ts';
import { parseWorld } from '../sandbox/worlds/world.ts';
import { median, runNode, timed, type Measurement } from './measure.ts';

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'cli/main.ts');
const RUNS = 9;
const ROWS = 200_000;
const REGIONS = 22;

/** SQL: a cold start, many rows, and the calls of the queries that the documents have. */
export async function benchQuery(): Promise<readonly Measurement[]> {
  return [...(await coldStart()), ...(await manyRows()), ...(await documentedCalls())];
}

/** A query without a table: what SQL costs before the first call. */
async function coldStart(): Promise<readonly Measurement[]> {
  const query = ['query', '--no-policy', 'SELECT 1'];
  const [empty, asked]: [number[], number[]] = [[], []];
  await runNode({ args: [MAIN, ...query] });
  for (let run = 0; run < RUNS; run++) {
    empty.push(await timed(1, () => runNode({ args: ['-e', '0'] })));
    asked.push(await timed(1, () => runNode({ args: [MAIN, ...query] })));
  }
  const note = `${Math.round(median(asked))} ms ÷ ${Math.round(median(empty))} ms`;
  return [
    {
      name: 'a `query` without a table ÷ an empty node process',
      value: median(asked) / median(empty),
      unit: '×',
      note,
    },
  ];
}

async function manyRows(): Promise<readonly Measurement[]> {
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    region: `region-${index % REGIONS}`,
    account_id: String(100_000_000_000 + Math.floor(index / REGIONS)),
    status: index % 10 === 0 ? 'PAUSED' : 'ENABLED',
    finding_publishing_frequency: 'FIFTEEN_MINUTES',
    verdict: index % 10 === 0 ? 'drifted' : 'compliant',
  }));
  const db = await openDatabase();
  const before = process.memoryUsage().rss;
  const load = await timed(1, async () => {
    for (const table of TABLES) if (table.name === 'sessions') db.load(table, rows);
    return Promise.resolve();
  });
  const used = process.memoryUsage().rss - before;
  const grouped = await timed(5, () => read(db, 'SELECT region, verdict, count(*) FROM sessions GROUP BY 1, 2'));
  let bytes = 0;
  const written = await timed(1, async () => {
    for (const part of queryText('csv', db.query('SELECT * FROM sessions'))) bytes += Buffer.byteLength(part);
    return Promise.resolve();
  });
  db.close();
  return [
    { name: '200,000 rows of SQL: load', value: load, unit: 'ms' },
    { name: '200,000 rows of SQL: memory', value: used / 2 ** 20, unit: 'MB' },
    { name: '200,000 rows of SQL: GROUP BY', value: grouped, unit: 'ms' },
    { name: '200,000 rows of SQL: written as CSV', value: written, unit: 'ms', note: `${bytes} bytes` },
  ];
}

function read(db: QueryDatabase, sql: string): Promise<number> {
  return Promise.resolve([...db.query(sql).rows].length);
}

/** The most calls to Macie of one of the queries that name a Region and an account, and of all others over 22 Regions. */
async function documentedCalls(): Promise<readonly Measurement[]> {
  const text = readFileSync(join(ROOT, 'docs/sql.md'), 'utf8');
  const queries = [...text.matchAll(/```sql\n([^]*?)```/g)]
    .map(([, sql = '']) => sql.trim())
    .filter((sql) => !sql.startsWith('UPDATE') && !/FROM (?:alerts|runs|history)/.test(sql));
  const sandbox = await startSandbox({
    world: parseWorld('accounts: { "111122223333": { sessions: { "*": {} } } }', 'bench'),
  });
  const counts: { named: number[]; others: number[] } = { named: [], others: [] };
  try {
    for (const sql of queries) {
      const before = sandbox.calls.length;
      await runNode({ args: [MAIN, 'query', '-q', '-p', join(ROOT, 'policy.yml'), sql], env: sandboxEnv(sandbox) });
      const calls = sandbox.calls.slice(before).filter(({ operation }) => operation === 'GetMacieSession').length;
      counts[sql.includes("region = 'us-east-1'") ? 'named' : 'others'].push(calls);
    }
  } finally {
    await sandbox.close();
  }
  return [
    {
      name: 'GetMacieSession of a documented query with Region and account',
      value: Math.max(...counts.named),
      unit: 'calls',
      limit: 1,
    },
    {
      name: 'GetMacieSession of any other documented query',
      value: Math.max(...counts.others),
      unit: 'calls',
      limit: REGIONS,
      note: `${queries.length} queries`,
    },
  ];
}
