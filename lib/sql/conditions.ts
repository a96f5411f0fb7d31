import { isMark, isName, isWord } from './tokens.ts';
import type { Node } from './tree.ts';

/** A column of a table that has to be one of these values. */
export interface Condition {
  /** The table or alias before the column, in lower case; null: none. */
  readonly qualifier: string | null;
  /** In lower case. */
  readonly column: string;
  readonly operator: '=' | '>=';
  readonly values: readonly string[];
}

/** The parts of a WHERE that all have to be true. With an OR beside them there is only the whole. */
export function conjunctsOf(where: readonly Node[]): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  let [betweens, cases] = [0, 0];
  for (const node of where) {
    if (isWord(node, 'case')) cases += 1;
    if (isWord(node, 'end') && cases > 0) cases -= 1;
    if (cases === 0 && isWord(node, 'or')) return where.length === 0 ? [] : [where];
    if (cases === 0 && isWord(node, 'between')) betweens += 1;
    const isJoint = cases === 0 && isWord(node, 'and') && betweens === 0;
    if (cases === 0 && isWord(node, 'and') && betweens > 0) betweens -= 1;
    if (isJoint) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts.filter((part) => part.length > 0).flatMap(opened);
}

/** The conjuncts within parentheses are conjuncts as well. */
function opened(part: readonly Node[]): readonly (readonly Node[])[] {
  const [only, ...rest] = part;
  return only?.kind === 'group' && rest.length === 0 && !isWord(only.nodes[0], 'select', 'with', 'values')
    ? conjunctsOf(only.nodes)
    : [part];
}

/** `column = 'value'`, `'value' = column`, `column IN ('value', …)` or `column >= 'value'`; null: another conjunct. */
export function conditionOf(part: readonly Node[]): Condition | null {
  const { rest, ...left } = columnAt(part);
  const [operator, value, ...more] = rest;
  if (left.column !== null && more.length === 0) {
    const found = valuesOf(operator, value);
    if (found !== null)
      return { ...left, column: left.column, operator: isMark(operator, '>', '>=') ? '>=' : '=', values: found };
  }
  const [first, equals, ...others] = part;
  const right = columnAt(others);
  const value2 = textOf(first);
  return right.column !== null && right.rest.length === 0 && isMark(equals, '=', '==') && value2 !== null
    ? { qualifier: right.qualifier, column: right.column, operator: '=', values: [value2] }
    : null;
}

function columnAt(part: readonly Node[]): { qualifier: string | null; column: string | null; rest: readonly Node[] } {
  const [first, dot, second] = part;
  if (isName(first) && isMark(dot, '.') && isName(second))
    return { qualifier: first.value.toLowerCase(), column: second.value.toLowerCase(), rest: part.slice(3) };
  return isName(first)
    ? { qualifier: null, column: first.value.toLowerCase(), rest: part.slice(1) }
    : { qualifier: null, column: null, rest: part };
}

function valuesOf(operator: Node | undefined, value: Node | undefined): readonly string[] | null {
  if (isMark(operator, '=', '==', '>', '>=')) {
    const text = textOf(value);
    return text === null ? null : [text];
  }
  if (!isWord(operator, 'in') || value?.kind !== 'group') return null;
  const values = value.nodes.map((node, index) => (index % 2 === 0 ? textOf(node) : isMark(node, ',') ? '' : null));
  if (values.length % 2 === 0 || values.includes(null)) return null;
  return values.flatMap((one, index) => (index % 2 === 0 && one !== null ? [one] : []));
}

/** SQLite compares a column of text with a number by its digits. */
function textOf(node: Node | undefined): string | null {
  if (node?.kind === 'text') return node.value;
  return node?.kind === 'number' && /^(?:0|[1-9]\d{0,14})$/.test(node.value) ? node.value : null;
}
