import { WardenError } from '../core/errors.ts';
import { printable } from './show.ts';

/** One thing wrong with a policy. Line and column count from 1; `line` 0 means the document as a whole. */
export interface Problem {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** Such as overrides[0].match.regions[1]; empty for the document as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
}

/** So many problems are shown; a person mends the first ones first. */
export const MAX_PROBLEMS = 50;

interface PolicyErrorOptions extends ErrorOptions {
  /** How many problems are not listed. */
  readonly more?: number;
}

/** A policy that cannot be used. The message has one line per problem. */
export class PolicyError extends WardenError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], { more = 0, ...options }: PolicyErrorOptions = {}) {
    super('policy', [...problems.map(sentence), ...moreLine(problems, more)].join('\n'), options);
    this.problems = problems;
  }
}

function moreLine([first]: readonly Problem[], more: number): readonly string[] {
  if (more === 0 || !first) return [];
  return [`${printable(first.source)}: and ${more} more ${more === 1 ? 'problem' : 'problems'}`];
}

function sentence({ source, line, column, path, expected, found, hint }: Problem): string {
  const place = printable(source);
  const where = line === 0 ? place : `${place}:${line}:${column}`;
  const what = path === '' ? '' : `${path}: `;
  return `${where}: ${what}expected ${expected}, found ${found}${hint === undefined ? '' : `. ${hint}`}`;
}
