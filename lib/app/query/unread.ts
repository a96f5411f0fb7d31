import type { QueryDatabase, Row } from '../../sql/database.ts';
import type { Reference } from '../../sql/references.ts';
import type { TableDefinition } from '../../sql/table-list.ts';
import type { QueryPlan } from './plan-query.ts';

interface Unread {
  readonly table: TableDefinition;
  readonly rows: readonly Row[];
}

/**
 * The rows of unread targets that a query is about. A condition of its WHERE excludes such a row only if it can be decided without what
 * could not be read: by account, Region, setting or reason, or by a verdict that is compared with 'unknown'. Where status = 'PAUSED' is
 * asked, a target that could not be read may be paused.
 */
export function unreadOf(plan: QueryPlan, { table, rows }: Unread, db: QueryDatabase): readonly Row[] {
  const references = plan.references?.filter((reference) => reference.table === table) ?? [];
  if (rows.length === 0 || references.length === 0) return rows;
  const into = `unread of ${table.name}`;
  db.load(table, rows, into);
  const excluded = references.map((reference) => excludedBy(reference, { plan, table: into, db }));
  return rows.filter((_, index) => excluded.some((numbers) => !numbers.has(index + 1)));
}

interface Deciding {
  readonly plan: QueryPlan;
  /** With the rows of unread targets. */
  readonly table: string;
  readonly db: QueryDatabase;
}

/** The numbers of the rows, from 1 on, that a condition of the SELECT excludes. */
function excludedBy({ table, conjuncts }: Reference, deciding: Deciding): ReadonlySet<number> {
  const { sql, tokens } = deciding.plan.statement;
  const found = conjuncts.flatMap(({ start, end, alias }) => {
    const namesUnknown = tokens.some(
      (token) => token.kind === 'text' && token.value === 'unknown' && token.start >= start && token.end <= end,
    );
    const known = [...(table.known ?? []), ...(namesUnknown ? ['verdict'] : [])];
    const from = `${quoted(deciding.table)} AS ${quoted(alias)}`;
    return falseRows(`SELECT rowid FROM ${from} WHERE NOT coalesce((${sql.slice(start, end)}\n), 0)`, {
      ...deciding,
      known,
    });
  });
  return new Set(found);
}

function falseRows(
  sql: string,
  { table, db, known }: Deciding & { readonly known: readonly string[] },
): readonly number[] {
  try {
    const isDecided = [...db.readsOf(sql)].every(
      ([name, columns]) => name === table && [...columns].every((column) => ['rowid', '', ...known].includes(column)),
    );
    return isDecided ? [...db.query(sql).rows].map(([number]) => Number(number)) : [];
  } catch {
    // A condition on a table outside of this SELECT decides nothing here.
    return [];
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
