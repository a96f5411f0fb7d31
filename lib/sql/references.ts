import { passedOn } from './passed-on.ts';
import { selectsOf } from './selects.ts';
import { sourcesOf, type Source } from './sources.ts';
import type { TableDefinition } from './table-list.ts';
import { tableOf } from './tables.ts';
import { isMark, isName, isWord, type Token } from './tokens.ts';
import { levelsOf, type Node } from './tree.ts';

/** A table in a FROM, and what the statement asks of every row of it. */
export interface Reference extends Pick<Source, 'conditions' | 'conjuncts'> {
  readonly table: TableDefinition;
}

/** Every table that a statement reads; null: it names one in a way that this does not follow, so nothing is known of its rows. */
export function referencesOf(nodes: readonly Node[]): readonly Reference[] | null {
  const passed = passedOn(nodes);
  const sources = selectsOf(nodes).flatMap(sourcesOf);
  const followed = new Set(sources.map(({ node }) => node.start));
  if (!mentionedIn(nodes).every(({ start }) => followed.has(start))) return null;
  return sources.flatMap(({ node, conditions, conjuncts }) => {
    const table = isName(node) ? tableOf(node.value) : null;
    if (table === null) return [];
    const more = passed.filter(({ at }) => at === node.start);
    return [
      {
        table,
        conditions: [...conditions, ...more.flatMap((one) => one.conditions)],
        conjuncts: [...conjuncts, ...more.flatMap((one) => one.conjuncts)],
      },
    ];
  });
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
