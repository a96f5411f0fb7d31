import { WardenError } from '../core/errors.ts';

const MAX_BEFORE = 60;
const MAX_LINE = 100;

/** The error of a text of SQL: what is wrong, at which line and column, and the line with a mark under the place. */
export function sqlProblem(sql: string, at: number, message: string): WardenError {
  const lineStart = sql.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = sql.indexOf('\n', at) === -1 ? sql.length : sql.indexOf('\n', at);
  const line = sql.slice(0, at).split('\n').length;
  const from = Math.max(lineStart, at - MAX_BEFORE);
  const excerpt = sql.slice(from, Math.min(lineEnd, from + MAX_LINE)).replaceAll(/\s/g, ' ');
  return new WardenError(
    'request',
    `SQL, line ${line}, column ${at - lineStart + 1}: ${message}\n  ${excerpt}\n  ${' '.repeat(at - from)}^`,
  );
}

/** The same for what has no place in the text. */
export function sqlRefusal(message: string): WardenError {
  return new WardenError('request', message);
}
