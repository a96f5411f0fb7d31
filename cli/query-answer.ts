import { planQuery, readsTable, type QueryPlan } from '../lib/app/query/plan-query.ts';
import { queryText } from '../lib/render/formats/query.ts';
import { openDatabase, type QueryDatabase } from '../lib/sql/database.ts';
import { explainSqlError } from '../lib/sql/explain-error.ts';
import type { Statement } from '../lib/sql/statement.ts';
import { withAws } from './aws.ts';
import { CANCELLED, note, type Io } from './io.ts';
import type { Output } from './output.ts';
import type { QueryOptions } from './query-options.ts';
import { loadTables } from './query-tables.ts';

/** Reads what a query needs, and writes its rows. Resolves with the exit code. */
export async function answer(
  statement: Statement,
  options: QueryOptions,
  { io, output }: { readonly io: Io; readonly output: Output },
): Promise<number> {
  const db = await openDatabase();
  try {
    const plan = planQuery(statement, db);
    if (options.explain) {
      const { explainQuery } = await import('./query-explain.ts');
      await output.write(await explainQuery(plan, options, io));
      return 0;
    }
    const isPure = plan.tables.length === 0;
    const doubts = isPure ? [] : await withAws({ io, options }, (aws) => loadTables(plan, options, { io, aws, db }));
    // A statement that SQLite works on cannot be stopped from here.
    io.endOnInterrupt?.();
    await writeRows(plan, { db, options, output });
    for (const doubt of doubts) await note(io, `macie-warden: ${doubt}`);
    if (io.cancel.aborted) return readsTable(plan, 'sessions', 'settings', 'drifts') ? 2 : CANCELLED;
    return doubts.length > 0 ? 2 : 0;
  } finally {
    db.close();
  }
}

interface Writing {
  readonly db: QueryDatabase;
  readonly options: QueryOptions;
  readonly output: Output;
}

/** Rows go to a stream as they come; a file is written when it is whole. */
async function writeRows({ statement }: QueryPlan, { db, options, output }: Writing): Promise<void> {
  const { stream } = output;
  const parts: string[] = [];
  try {
    for (const part of queryText(options.format, db.query(statement.sql), { width: stream?.columns })) {
      if (stream === null) parts.push(part);
      // A reader that has seen enough has closed the pipe.
      else if (!(await output.write(part))) return;
    }
  } catch (error) {
    throw explainSqlError(error, { ...statement, db });
  }
  if (stream === null) await output.write(parts);
}
