import { status } from '../core/settings/status.ts';
import { closest } from '../policy/closest.ts';
import { withNamesAsWords } from './names.ts';
import { sqlProblem, sqlRefusal } from './problem.ts';
import { TABLES } from './table-list.ts';
import { isMark, isWord, tokensOf, type Token } from './tokens.ts';

/** One statement, and its tokens. */
export interface Statement {
  readonly kind: 'query' | 'update';
  /** As a person wrote it. */
  readonly typed: string;
  /** With names of tables that SQLite takes: what is at a place of one text is at the same place of the other. */
  readonly sql: string;
  readonly tokens: readonly Token[];
}

/** Reads a text of SQL. Throws a WardenError for what is not one statement that reads or updates. */
export function statementOf(typed: string): Statement {
  const found = tokensOf(typed);
  // Those that stand before the statement end nothing.
  const all = found.slice(
    Math.max(
      0,
      found.findIndex((token) => !isMark(token, ';')),
    ),
  );
  const end = all.findIndex((token) => isMark(token, ';'));
  const after = end === -1 ? undefined : all.slice(end).find((token) => !isMark(token, ';'));
  if (after !== undefined)
    throw sqlProblem(
      typed,
      after.start,
      'a second statement begins here: expected one, so give the others to calls of their own',
    );
  const original = end === -1 ? all : all.slice(0, end);
  const [first] = original;
  if (first === undefined) throw sqlRefusal(`there is no SQL: expected a SELECT, such as SELECT * FROM sessions`);
  const variable = original.find((token) => isMark(token, '?', '$', '@', ':'));
  const kind = kindOf(typed, first);
  if (variable !== undefined && kind === 'query')
    throw sqlProblem(typed, variable.start, 'a parameter has no value here: write the value itself');
  const text = typed.slice(0, original.at(-1)?.end);
  const sql = withNamesAsWords(text, original);
  return { kind, typed, sql, tokens: tokensOf(sql) };
}

function kindOf(typed: string, first: Token): Statement['kind'] {
  if (isWord(first, 'select', 'with', 'values')) return 'query';
  if (isWord(first, 'update')) return 'update';
  const word = first.value.toUpperCase();
  const known = first.kind === 'word' ? REFUSED.get(first.value) : undefined;
  if (known !== undefined) throw sqlProblem(typed, first.start, `${word} is refused: ${known}`);
  const near = closest(first.value, ['select', 'with', 'update', 'values']);
  throw sqlProblem(
    typed,
    first.start,
    `expected SELECT, WITH or UPDATE${near === null ? '' : `. Did you mean ${near.toUpperCase()}?`}`,
  );
}

const NEVER_DISABLED = manualDetail('DISABLED');
const READ_ONLY = 'a query reads, and writes nothing, neither files nor databases';
const LISTED = `the tables are ${TABLES.map(({ name }) => name).join(', ')}; SELECT * FROM one of them LIMIT 1 has its columns, and so has docs/sql.md`;
const BY_UPDATE =
  'Macie has one session per account and Region, and an UPDATE with the Status ENABLED enables it where it is off';

const REFUSED: ReadonlyMap<string, string> = new Map([
  ['insert', BY_UPDATE],
  ['replace', BY_UPDATE],
  ['delete', NEVER_DISABLED],
  ['explain', '--explain shows what a query reads'],
  ['show', LISTED],
  ['describe', LISTED],
  ['exec', 'UPDATE is the only operation that changes a session'],
  ...[
    'drop',
    'create',
    'alter',
    'attach',
    'detach',
    'pragma',
    'vacuum',
    'reindex',
    'analyze',
    'begin',
    'commit',
    'rollback',
    'savepoint',
    'release',
    'end',
  ].map((word) => [word, READ_ONLY] as const),
]);

/** Why macie-warden leaves a status to a person. */
export function manualDetail(desired: string): string {
  const choice = status.chooseAction(
    { setting: status.id, desired, actual: 'ENABLED' },
    { values: {}, target: { accountId: '', region: '' } },
  );
  return choice.kind === 'manual' ? choice.detail : '';
}
