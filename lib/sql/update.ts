import { ACCOUNT_ID } from '../core/names.ts';
import type { Target } from '../core/target.ts';
import { conditionOf, conjunctsOf, type Condition } from './conditions.ts';
import { patchOf, type Patch } from './patch.ts';
import { sqlProblem, sqlRefusal } from './problem.ts';
import type { Statement } from './statement.ts';
import { tableOf } from './tables.ts';
import { isMark, isName, isWord } from './tokens.ts';
import { treeOf, type Node } from './tree.ts';

/** A session to update, and its desired values. */
export interface SessionUpdate {
  readonly target: Target;
  readonly patch: Patch;
}

const FORM = `expected UPDATE aws.macie.session SET data__PatchDocument = '…' WHERE region = '…' AND data__Identifier = '…'`;
const PATCHES = new Set(['data__patchdocument', 'patchdocument']);
const ACCOUNTS = ['data__identifier', 'identifier', 'aws_account_id', 'account_id'];

/** Reads an UPDATE by patch document. Throws a WardenError for any other. */
export function updateOf({ typed, sql, tokens }: Statement): SessionUpdate {
  const nodes = treeOf(tokens);
  const wrong = (node: Node | undefined, message: string): Error =>
    sqlProblem(typed, node?.start ?? sql.length, message);
  const [, table, ...rest] = nodes;
  if (!isName(table) || tableOf(table.value)?.name !== 'sessions')
    throw wrong(table, `only sessions can be updated: ${FORM}`);
  const set = rest.findIndex((node) => isWord(node, 'set'));
  const where = rest.findIndex((node) => isWord(node, 'where'));
  if (set !== 0) throw wrong(rest[0], FORM);
  if (where === -1)
    throw wrong(
      undefined,
      'there is no WHERE, and an UPDATE of every session is refused: name one region and one account',
    );
  const returning = rest.findIndex((node) => isWord(node, 'returning'));
  const [column, equals, ...value] = rest.slice(1, where);
  if (!isName(column) || !PATCHES.has(column.value.toLowerCase()))
    throw wrong(column, `only data__PatchDocument or PatchDocument can be set: ${FORM}`);
  if (!isMark(equals, '=') || value.length === 0) throw wrong(equals, FORM);
  const conditions = rest.slice(where + 1, returning === -1 ? undefined : returning);
  return { target: targetOf(conditions, wrong), patch: patchOf(textOf(sql, value, wrong)) };
}

type Wrong = (node: Node | undefined, message: string) => Error;

/** `'…'`, `string('…')` or `{{ … }}`. */
function textOf(sql: string, value: readonly Node[], wrong: Wrong): string {
  const [first, second, ...more] = value;
  if (first?.kind === 'text' && second === undefined) return first.value;
  if (isWord(first, 'string') && second?.kind === 'group' && more.length === 0) return textOf(sql, second.nodes, wrong);
  if (isMark(first, '{') && isMark(second, '{')) return sql.slice(value[0]?.start, value.at(-1)?.end);
  const extra = first?.kind === 'text' ? second : first;
  throw wrong(extra, `only data__PatchDocument can be set, to a text in single quotes or to string('…')`);
}

/** One account and one Region: an UPDATE never touches more than a person has named. */
function targetOf(where: readonly Node[], wrong: Wrong): Target {
  const or = where.find((node) => isWord(node, 'or', 'not'));
  if (or !== undefined)
    throw wrong(or, 'the WHERE of an UPDATE has conditions with AND between them: expected one region and one account');
  const conditions = conjunctsOf(where).map((part) => {
    const condition = conditionOf(part);
    if (condition !== null && isOfTarget(condition)) return condition;
    throw wrong(part[0], `expected region = '…' and data__Identifier = '…', one value each`);
  });
  const region = valueOf(conditions, ['region'], 'Region');
  const accountId = valueOf(conditions, ACCOUNTS, 'account');
  if (!ACCOUNT_ID.test(accountId))
    throw sqlRefusal(`data__Identifier: expected a 12-digit account id in quotes, found ${JSON.stringify(accountId)}`);
  return { accountId, region };
}

function isOfTarget({ column, operator, values }: Condition): boolean {
  return operator === '=' && values.length === 1 && ['region', ...ACCOUNTS].includes(column);
}

function valueOf(conditions: readonly Condition[], columns: readonly string[], what: string): string {
  const found = new Set(conditions.filter(({ column }) => columns.includes(column)).flatMap(({ values }) => values));
  const [value, ...others] = found;
  if (value === undefined)
    throw sqlRefusal(
      `the WHERE names no ${what}, and an UPDATE of every ${what} is refused: add ${what === 'Region' ? "region = 'us-east-1'" : "data__Identifier = '111122223333'"}`,
    );
  if (others.length > 0) throw sqlRefusal(`the WHERE names more than one ${what}: ${[...found].join(', ')}`);
  return value;
}
