import { closest } from '../policy/closest.ts';
import type { QueryDatabase } from './database.ts';
import { sqlProblem, sqlRefusal } from './problem.ts';
import type { Statement } from './statement.ts';
import { TABLES } from './table-list.ts';
import { SESSION_NAMES, tableOf } from './tables.ts';
import { isMark, isName, type Token } from './tokens.ts';

interface Failed extends Statement {
  readonly db: Pick<QueryDatabase, 'readsOf'>;
}

/** What SQLite says of a statement, with the place and the next step. */
export function explainSqlError(error: unknown, failed: Failed): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('ERR_SQLITE')) return error;
  const found = placed(error.message, failed);
  if (found === null) return sqlRefusal(`SQL: ${error.message}`);
  return sqlProblem(failed.typed, found.at?.start ?? failed.sql.length, found.message);
}

interface Placed {
  /** Left out: the end. */
  readonly at: Token | undefined;
  readonly message: string;
}

function placed(message: string, { sql, tokens, db }: Failed): Placed | null {
  const [, syntax] = /^near "([^]*)": syntax error$/.exec(message) ?? [];
  if (syntax !== undefined) return syntaxError(syntax, { sql, tokens, db });
  if (message === 'incomplete input') return { at: undefined, message: 'the statement ends too early' };
  const [, column] = /^no such column: "?([^]*?)"?(?: - should this be .*)?$/.exec(message) ?? [];
  if (column !== undefined) return noColumn(column, tokens);
  const [, table] = /^no such table: ([^]*)$/.exec(message) ?? [];
  if (table !== undefined) return noTable(table, tokens);
  const [, ambiguous] = /^ambiguous column name: ([^]*)$/.exec(message) ?? [];
  if (ambiguous !== undefined)
    return {
      at: named(ambiguous, tokens),
      message: `several tables have a column ${ambiguous}: write its table before it, as in sessions.${ambiguous}`,
    };
  const [, called] =
    /^(?:no such function: |wrong number of arguments to function |misuse of aggregate(?: function)?:? |misuse of window function )(\w+)/.exec(
      message,
    ) ?? [];
  if (called !== undefined)
    return { at: named(called, tokens), message: message.replace('no such function:', 'there is no function') };
  if (message.includes('not authorized'))
    return { at: forbidden(tokens), message: 'this is refused: a query reads the tables, and writes or loads nothing' };
  return null;
}

/** The place of a syntax error is where a beginning of the statement has it first. */
function syntaxError(found: string, { sql, tokens, db }: Pick<Failed, 'sql' | 'tokens' | 'db'>): Placed {
  const candidates = tokens.filter(({ start, end }) => sql.slice(start, end) === found);
  const at = candidates.find(({ end }) => messageOf(sql.slice(0, end), db).startsWith('near ')) ?? candidates[0];
  const index = at === undefined ? -1 : tokens.indexOf(at);
  if (found === '.') return unknownName(tokens, index);
  const before = tokens[index - 1];
  return { at, message: `${found} is not expected here${whyNot(before, at)}` };
}

const CLAUSES = ['select', 'from', 'where', 'group', 'having', 'order', 'limit', 'join'];

/** SQLite finds a misspelt clause where it stands, or takes it for an alias and finds the word after it. */
function whyNot(before: Token | undefined, at: Token | undefined): string {
  if (isMark(before, ',')) return ': there is a comma too many before it';
  const words = [before, at].filter((token) => token?.kind === 'word').map((token) => token?.value ?? '');
  const hints = words
    .filter((word) => !CLAUSES.includes(word))
    .flatMap((word) => {
      const near = closest(word, CLAUSES);
      return near === null ? [] : [`. Did you mean ${near.toUpperCase()} instead of ${word.toUpperCase()}?`];
    });
  return hints[0] ?? '';
}

/** SQLite takes a database and a table, and no third name before them. */
function unknownName(tokens: readonly Token[], dot: number): Placed {
  const first = Math.max(0, dot - 3);
  const chain = tokens.slice(first, dot + 2).map(({ value }) => value);
  return { ...noTable(chain.join(''), tokens), at: tokens[first] };
}

function messageOf(sql: string, db: Failed['db']): string {
  try {
    db.readsOf(sql);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

function noColumn(found: string, tokens: readonly Token[]): Placed {
  const at = named(found, tokens);
  const tables = TABLES.filter(({ name }) =>
    tokens.some((token) => isName(token) && tableOf(token.value)?.name === name),
  );
  const name = found.split('.').at(-1) ?? found;
  const near = closest(
    name,
    (tables.length > 0 ? tables : TABLES).flatMap(({ columns }) => Object.keys(columns)),
  );
  const hint =
    near === null
      ? columnsHint(tables.map(({ name: table, columns }) => `${table} has ${Object.keys(columns).join(', ')}`))
      : `. Did you mean ${near}?`;
  return {
    at,
    message:
      at?.kind === 'name' && near === null
        ? `there is no column ${found}: a text takes single quotes, '${found}'`
        : `there is no column ${found}${hint}`,
  };
}

function columnsHint(lists: readonly string[]): string {
  return lists.length === 0 ? '' : `: ${lists.join('; ')}`;
}

function noTable(found: string, tokens: readonly Token[]): Placed {
  const names = TABLES.map(({ name }) => name);
  const name = found.split('.').at(-1) ?? found;
  const near = closest(found, [...names, ...SESSION_NAMES]) ?? closest(name, names);
  return {
    at: named(found, tokens),
    message: `there is no table ${found}${near === null ? '.' : `. Did you mean ${near}?`} The tables are ${names.join(', ')}; aws.macie.session is sessions`,
  };
}

/** The token of a name, which may have a table before it. */
function named(found: string, tokens: readonly Token[]): Token | undefined {
  // A quoted name may have dots in it.
  const names = [found, found.split('.').at(-1)].map((name) => name?.toLowerCase());
  return names
    .map((name) => tokens.find((token) => isName(token) && token.value.toLowerCase() === name))
    .find((token) => token !== undefined);
}

function forbidden(tokens: readonly Token[]): Token | undefined {
  const words = new Set(['load_extension', 'insert', 'update', 'delete', 'replace']);
  return tokens.find((token) => words.has(token.value) || token.value.startsWith('pragma_'));
}
