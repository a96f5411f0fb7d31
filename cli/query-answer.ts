import { setImmediate as turn } from 'node:timers/promises';
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
    // A statement that SQLite works on cannot be stopped from here. A file is left to the end, so that nothing half written stays.
    if (output.stream !== null && !io.cancel.aborted) io.endOnInterrupt?.();
    await writeRows(plan, { db, options, io, output });
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
  readonly io: Io;
  readonly output: Output;
}

/** Rows go to a stream as they come; a file is written when it is whole. */
async function writeRows({ statement }: QueryPlan, { db, options, io, output }: Writing): Promise<void> {
  const { stream } = output;
  const parts: string[] = [];
  // What was read before a person stopped the reading is shown.
  const wasStopped = io.cancel.aborted;
  try {
    for (const part of queryText(options.format, db.query(statement.sql), { width: stream?.columns })) {
      if (stream === null) parts.push(part);
      else await output.write(part);
      // A reader that has seen enough has closed the pipe.
      if (stream?.destroyed) return;
      if (io.cancel.aborted && !wasStopped) return await output.discard();
      await turn();
    }
  } catch (error) {
    throw explainSqlError(error, { ...statement, db });
  }
  if (stream === null) await output.write(parts.join(''));
}
