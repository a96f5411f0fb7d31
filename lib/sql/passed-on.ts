import { selectsAt, selectsOf, type Select } from './selects.ts';
import { sourcesOf, type Source } from './sources.ts';
import { isMark, isName, isWord } from './tokens.ts';
import { levelsOf, type Group, type Node } from './tree.ts';

/** Conditions on every row of a table that stands elsewhere in the statement. */
export type PassedOn = Pick<Source, 'conditions' | 'conjuncts'> & { readonly at: number };

/** What a SELECT asks of `SELECT * FROM table` in a WITH or in parentheses, it asks of the table. */
export function passedOn(nodes: readonly Node[]): readonly PassedOn[] {
  const selects = selectsOf(nodes);
  return selects.flatMap((select) => {
    const [source, ...others] = sourcesOf(select);
    if (source === undefined || others.length > 0) return [];
    const inner = source.node.kind === 'group' ? source.node : definitionOf(source.node, { nodes, selects });
    const at = inner === null ? null : wholeTableIn(inner);
    return at === null ? [] : [{ at, conditions: source.conditions, conjuncts: source.conjuncts }];
  });
}

/** The place of the table of `SELECT * FROM table`; null: it is another select. */
function wholeTableIn({ nodes }: Group): number | null {
  const [select, ...others] = selectsAt(nodes);
  if (!isWord(nodes[0], 'select') || !select?.isPlain || others.length > 0) return null;
  const [all, ...more] = select.list;
  const [source, ...rest] = sourcesOf(select);
  return isMark(all, '*') && more.length === 0 && isName(source?.node) && rest.length === 0 ? source.node.start : null;
}

/** The select that a WITH gives a name; null: there is none, or the name is used more than once. */
function definitionOf(
  name: Node,
  { nodes, selects }: { readonly nodes: readonly Node[]; readonly selects: readonly Select[] },
): Group | null {
  if (!isName(name)) return null;
  const isSame = (node: Node | undefined): boolean =>
    isName(node) && node.value.toLowerCase() === name.value.toLowerCase();
  const definitions = levelsOf(nodes).flatMap((level) =>
    level.flatMap((node, index) => {
      const isNamed = isSame(node) && isWord(level[index + 1], 'as') && isWord(level[index - 1], 'with', 'recursive');
      const isNext = isSame(node) && isWord(level[index + 1], 'as') && isMark(level[index - 1], ',');
      const group = level.slice(index + 2).find((one) => !isWord(one, 'not', 'materialized'));
      return (isNamed || isNext) && group?.kind === 'group' ? [group] : [];
    }),
  );
  const uses = selects.flatMap(({ from }) => levelsOf(from).flat()).filter(isSame);
  const [definition, ...others] = definitions;
  return definition === undefined || others.length > 0 || uses.length !== 1 ? null : definition;
}
