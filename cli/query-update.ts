import type { QueryFormat } from '../lib/render/formats/query.ts';
import type { Format } from '../lib/render/formats/index.ts';
import type { Statement } from '../lib/sql/statement.ts';
import { updateOf } from '../lib/sql/update.ts';
import { UsageError, type Io } from './io.ts';
import type { QueryOptions } from './query.ts';
import { updateSession } from './session-update.ts';

/** An UPDATE ends with the report of a run. */
const REPORT_FORMATS: Readonly<Record<QueryFormat, Format>> = {
  table: 'text',
  record: 'text',
  json: 'json',
  jsonl: 'json',
  csv: 'csv',
  markdown: 'markdown',
};

/** Resolves with the exit code. */
export async function runUpdate(statement: Statement, options: QueryOptions, io: Io): Promise<number> {
  const update = updateOf(statement);
  if (options.explain) throw new UsageError('--explain: an UPDATE shows its plan, and writes only with --yes');
  if (options.accounts || options.regions)
    throw new UsageError('--accounts, --regions: expected without them: the WHERE of an UPDATE names its target');
  return updateSession(update, { ...options, format: REPORT_FORMATS[options.format] }, io);
}
