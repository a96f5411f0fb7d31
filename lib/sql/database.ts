import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { sqlRefusal } from './problem.ts';
import { TABLES, type TableDefinition } from './table-list.ts';
import { SESSION_NAMES, asWord, tableOf } from './tables.ts';

export type Cell = SQLOutputValue;
export type Row = Readonly<Record<string, string | number | null>>;

/** The columns that a statement reads, in lower case, by the name of the table. */
export type ColumnsRead = ReadonlyMap<string, ReadonlySet<string>>;

/** The tables behind the names. */
export function tablesOf(reads: ColumnsRead): readonly TableDefinition[] {
  return TABLES.filter((table) => [...reads.keys()].some((name) => tableOf(name) === table));
}

/** The tables in memory. */
export interface QueryDatabase {
  /** Compiles a statement, and gives what it reads. Throws what SQLite says. */
  readonly readsOf: (sql: string) => ColumnsRead;
  /** The names of its columns, and its rows. Nothing but reading is allowed. Throws what SQLite says. */
  readonly query: (sql: string) => { readonly columns: readonly string[]; readonly rows: Iterable<readonly Cell[]> };
  /** `into`: another table with the columns of this one, which is made. */
  readonly load: (table: TableDefinition, rows: Iterable<Row>, into?: string) => void;
  readonly close: () => void;
}

/** Opens an empty database with every table. Throws a WardenError on a Node.js without SQLite. */
export async function openDatabase(): Promise<QueryDatabase> {
  const sqlite = await import('node:sqlite').catch(() => null);
  if (sqlite === null)
    throw sqlRefusal(
      `SQL needs Node.js 22.13 or newer, which has SQLite; this is ${process.version}. \`sessions\` and \`check --format csv\` work without it`,
    );
  return databaseOf(sqlite);
}

/** Exported for tests that open many. */
export function databaseOf({ DatabaseSync, constants }: typeof import('node:sqlite')): QueryDatabase {
  const db = new DatabaseSync(':memory:');
  for (const table of TABLES) create(db, table, table.name);
  for (const name of [...SESSION_NAMES, ...SESSION_NAMES.map(asWord)])
    db.exec(`CREATE VIEW ${quoted(name)} AS SELECT * FROM sessions`);
  const { SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE, SQLITE_OK, SQLITE_DENY } = constants;
  const allowed = new Set([SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE]);

  /** Nothing is read from files, and nothing is written. It holds while rows are read as well: some functions compile then. */
  const guard = (onRead: (table: string, column: string) => void): void =>
    db.setAuthorizer((action, first, second) => {
      if (action === SQLITE_READ && first !== null) onRead(first, second ?? '');
      if (action === SQLITE_FUNCTION && second?.toLowerCase() === 'load_extension') return SQLITE_DENY;
      return allowed.has(action) ? SQLITE_OK : SQLITE_DENY;
    });

  return {
    readsOf: (sql) => {
      const reads = new Map<string, Set<string>>();
      guard((table, column) => reads.set(table, (reads.get(table) ?? new Set()).add(column.toLowerCase())));
      db.prepare(sql);
      return reads;
    },
    query: (sql) => {
      guard(() => undefined);
      const statement = db.prepare(sql);
      statement.setReturnArrays(true);
      statement.setReadBigInts(true);
      const columns = statement.columns().map(({ name }) => name);
      return { columns, rows: cellsOf(statement.iterate()) };
    },
    load: (table, rows, into = table.name) => {
      db.setAuthorizer(null);
      if (into !== table.name) create(db, table, into);
      insert(db, { table, rows, into });
    },
    close: () => db.close(),
  };
}

/** Each row is a list already, and the types do not know it. */
function* cellsOf(rows: Iterable<Readonly<Record<string, Cell>>>): Generator<readonly Cell[]> {
  for (const row of rows) yield Object.values(row);
}

function create(db: DatabaseSync, { columns, numbers = [] }: TableDefinition, name: string): void {
  const list = Object.keys(columns).map((column) => `${column} ${numbers.includes(column) ? 'INTEGER' : 'TEXT'}`);
  db.exec(`CREATE TABLE ${quoted(name)} (${list.join(', ')})`);
}

function insert(
  db: DatabaseSync,
  { table, rows, into }: { readonly table: TableDefinition; readonly rows: Iterable<Row>; readonly into: string },
): void {
  const columns = Object.keys(table.columns);
  const statement = db.prepare(`INSERT INTO ${quoted(into)} VALUES (${columns.map(() => '?').join(', ')})`);
  db.exec('BEGIN');
  for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null));
  db.exec('COMMIT');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
