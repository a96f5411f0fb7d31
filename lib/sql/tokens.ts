import { sqlProblem } from './problem.ts';

/** `word`: a keyword or a name. `name`: a quoted name. `text`: a string. `mark`: an operator or punctuation. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'mark';
  /** A word in lower case; a name or a string without its quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:\s|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))+/y;
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['word', /[\p{L}_\u0080-\uffff][\p{L}\w$\u0080-\uffff]*/uy],
  ['number', /0x[\da-f]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['text', /'(?:[^']|'')*'/y],
  ['name', /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/y],
  ['mark', /<=|>=|<>|!=|==|\|\||->>|->|<<|>>|[^'"`]/y],
];

/** The tokens of a text of SQL, without blanks and comments. Throws a WardenError for a quote that is not closed. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = afterSpace(sql, 0);
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    tokens.push(token);
    at = afterSpace(sql, token.end);
  }
  return tokens;
}

function afterSpace(sql: string, at: number): number {
  SPACE.lastIndex = at;
  return SPACE.test(sql) ? SPACE.lastIndex : at;
}

function tokenAt(sql: string, start: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const [text] = pattern.exec(sql) ?? [];
    if (text !== undefined) return { kind, value: valueOf(kind, text), start, end: start + text.length };
  }
  throw sqlProblem(sql, start, `the quote ${sql[start] ?? ''} is not closed`);
}

function valueOf(kind: Token['kind'], text: string): string {
  if (kind === 'word') return text.toLowerCase();
  if (kind !== 'text' && kind !== 'name') return text;
  const quote = text.at(-1) ?? '';
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

export function isWord(
  token: { readonly kind: string; readonly value?: string } | undefined,
  ...words: readonly string[]
): boolean {
  return token?.kind === 'word' && words.includes(token.value ?? '');
}

export function isMark(
  token: { readonly kind: string; readonly value?: string } | undefined,
  ...marks: readonly string[]
): boolean {
  return token?.kind === 'mark' && marks.includes(token.value ?? '');
}

/** A name of a table, a column or an alias, quoted or not. */
export function isName(token: { readonly kind: string } | undefined): token is Token {
  return token?.kind === 'word' || token?.kind === 'name';
}
