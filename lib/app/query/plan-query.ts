import { tablesOf, type QueryDatabase } from '../../sql/database.ts';
import { explainSqlError } from '../../sql/explain-error.ts';
import { narrowingOf, type Narrowing } from '../../sql/narrowing.ts';
import { referencesOf, type Reference } from '../../sql/references.ts';
import type { Statement } from '../../sql/statement.ts';
import type { TableDefinition } from '../../sql/table-list.ts';
import { treeOf } from '../../sql/tree.ts';

/** A query, and what has to be read for it. */
export interface QueryPlan {
  readonly statement: Statement;
  readonly tables: readonly TableDefinition[];
  /** null: not known. */
  readonly references: readonly Reference[] | null;
  readonly narrowing: Narrowing;
}

/** Finds what a query reads. Throws a WardenError for SQL that is wrong. */
export function planQuery(statement: Statement, db: QueryDatabase): QueryPlan {
  try {
    const tables = tablesOf(db.readsOf(statement.sql));
    const references = referencesOf(treeOf(statement.tokens));
    return { statement, tables, references, narrowing: narrowingOf(references) };
  } catch (error) {
    throw explainSqlError(error, { ...statement, db });
  }
}

export function readsTable({ tables }: Pick<QueryPlan, 'tables'>, ...names: readonly string[]): boolean {
  return tables.some(({ name }) => names.includes(name));
}
