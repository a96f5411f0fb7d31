import { conditionOf, conjunctsOf, type Condition } from './conditions.ts';
import type { Select } from './selects.ts';
import { isMark, isName, isWord } from './tokens.ts';
import type { Node } from './tree.ts';

/** A part of a WHERE, as it stands in the text, and how it names the table. */
export interface Conjunct {
  readonly start: number;
  readonly end: number;
  readonly alias: string;
}

/** A table or a sub-select in a FROM, and what its SELECT asks of every row of it. */
export interface Source {
  readonly node: Node;
  /** How columns name it. */
  readonly alias: string;
  readonly conditions: readonly Condition[];
  /** Of a SELECT from this source alone. */
  readonly conjuncts: readonly Conjunct[];
}

/** The sources of a SELECT. */
export function sourcesOf({ from, where }: Select): readonly Source[] {
  const sources = splitFrom(from);
  const parts = conjunctsOf(where);
  const conditions = parts.map(conditionOf).filter((condition) => condition !== null);
  const isAlone = sources.length === 1;
  return sources.flatMap(([node, second, third]) => {
    // A part of a longer name, or a function that gives a table.
    if (node === undefined || isMark(second, '.') || (isName(node) && second?.kind === 'group')) return [];
    const named = isWord(second, 'as') ? third : second;
    const own = isName(node) ? node.value : '';
    const alias = isName(named) && !isWord(named, ...AFTER_TABLE) ? named.value : own;
    return [
      {
        node,
        alias,
        conditions: conditions.filter(
          ({ qualifier }) => qualifier === alias.toLowerCase() || (qualifier === null && isAlone),
        ),
        conjuncts: isAlone ? parts.map((part) => ({ ...placeOf(part), alias })) : [],
      },
    ];
  });
}

const AFTER_TABLE = ['natural', 'left', 'right', 'full', 'outer', 'inner', 'cross', 'on', 'using', 'indexed', 'not'];

/** The tables and sub-selects of a FROM, each with what follows it. */
function splitFrom(from: readonly Node[]): readonly (readonly Node[])[] {
  const sources: Node[][] = [[]];
  for (const node of from)
    if (isMark(node, ',') || isWord(node, 'join')) sources.push([]);
    else sources.at(-1)?.push(node);
  return sources.filter((source) => source.length > 0);
}

function placeOf(part: readonly Node[]): Omit<Conjunct, 'alias'> {
  return { start: part[0]?.start ?? 0, end: part.at(-1)?.end ?? 0 };
}
