import { conditionOf, conjunctsOf, type Condition } from './conditions.ts';
import { selectsOf, type Select } from './selects.ts';
import { tableOf, type TableDefinition } from './tables.ts';
import { isMark, isName, isWord, type Token } from './tokens.ts';
import { levelsOf, type Node } from './tree.ts';

/** A part of a WHERE, as it stands in the text. */
interface Conjunct {
  readonly start: number;
  readonly end: number;
}

/** A table in a FROM, and what its SELECT asks of every row of it. */
export interface Reference {
  readonly table: TableDefinition;
  /** How columns name it. */
  readonly alias: string;
  readonly conditions: readonly Condition[];
  /** Of a SELECT from this table alone. */
  readonly conjuncts: readonly Conjunct[];
}

/** Every table that a statement reads; null: it names one in a way that this does not follow, so nothing is known of its rows. */
export function referencesOf(nodes: readonly Node[]): readonly Reference[] | null {
  const found = selectsOf(nodes).flatMap((select) => referencesIn(select));
  const followed = new Set(found.map(({ at }) => at));
  return mentionedIn(nodes).every(({ start }) => followed.has(start)) ? found : null;
}

/** Where a table can be named: in a FROM, its parentheses included, and as the set of an IN. */
function mentionedIn(nodes: readonly Node[]): readonly Token[] {
  const inFrom = selectsOf(nodes).flatMap(({ from }) =>
    levelsOf(from).flatMap((level) => tableNamesAt(level, (before) => !isWord(before, 'as'))),
  );
  const inSets = levelsOf(nodes).flatMap((level) => tableNamesAt(level, (before) => isWord(before, 'in')));
  return [...inFrom, ...inSets];
}

/** Names of tables, but for those before a column. */
function tableNamesAt(nodes: readonly Node[], isAfter: (before: Node | undefined) => boolean): readonly Token[] {
  return nodes.flatMap((node, index) =>
    isName(node) && tableOf(node.value) !== null && !isMark(nodes[index + 1], '.') && isAfter(nodes[index - 1])
      ? [node]
      : [],
  );
}

type Found = Reference & { readonly at: number };

function referencesIn({ from, where }: Select): readonly Found[] {
  const sources = sourcesOf(from);
  const parts = conjunctsOf(where);
  const conditions = parts.map(conditionOf).filter((condition) => condition !== null);
  const isAlone = sources.length === 1;
  return sources.flatMap(([first, second, third]) => {
    const table = isName(first) ? tableOf(first.value) : null;
    if (table === null || !isName(first) || isMark(second, '.') || second?.kind === 'group') return [];
    const named = isWord(second, 'as') ? third : second;
    const alias = isName(named) && !isWord(named, ...AFTER_TABLE) ? named.value : first.value;
    const isOfTable = ({ qualifier }: Condition): boolean =>
      qualifier === alias.toLowerCase() || (qualifier === null && isAlone);
    const conjuncts = isAlone ? parts.map(placeOf) : [];
    return [{ table, alias, conditions: conditions.filter(isOfTable), conjuncts, at: first.start }];
  });
}

const JOINS = ['natural', 'left', 'right', 'full', 'outer', 'inner', 'cross'];
const AFTER_TABLE = [...JOINS, 'on', 'using', 'indexed', 'not'];

/** The tables and sub-selects of a FROM, each with what follows it. */
function sourcesOf(from: readonly Node[]): readonly (readonly Node[])[] {
  const sources: Node[][] = [[]];
  for (const node of from)
    if (isMark(node, ',') || isWord(node, 'join')) sources.push([]);
    else sources.at(-1)?.push(node);
  return sources.filter((source) => source.length > 0);
}

function placeOf(part: readonly Node[]): Conjunct {
  return { start: part[0]?.start ?? 0, end: part.at(-1)?.end ?? 0 };
}
