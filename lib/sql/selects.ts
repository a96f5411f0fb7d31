import { isMark, isName, isWord } from './tokens.ts';
import { levelsOf, type Node } from './tree.ts';

/** One SELECT, without those in its parentheses. */
export interface Select {
  readonly list: readonly Node[];
  readonly from: readonly Node[];
  readonly where: readonly Node[];
  /** Has it grouping, a limit or another SELECT joined to it by UNION and the like? */
  readonly isPlain: boolean;
}

type Clause = 'list' | 'from' | 'where' | 'after' | null;

/** Every SELECT of a statement, at every depth. */
export function selectsOf(nodes: readonly Node[]): readonly Select[] {
  return levelsOf(nodes).flatMap(selectsAt);
}

/** The SELECTs of one level: several where UNION and the like join them. */
export function selectsAt(nodes: readonly Node[]): readonly Select[] {
  const found: { list: Node[]; from: Node[]; where: Node[]; hasMore: boolean }[] = [];
  let clause: Clause = null;
  for (const [index, node] of nodes.entries()) {
    const next = clauseAt(nodes, { index, clause });
    const select = found.at(-1);
    if (next === 'list' && isWord(node, 'select')) found.push({ list: [], from: [], where: [], hasMore: false });
    else if (next !== clause && next === 'after' && select) select.hasMore = true;
    else if (next === clause && clause !== null && clause !== 'after') select?.[clause].push(node);
    clause = next;
  }
  return found.map(({ hasMore, ...select }) => ({ ...select, isPlain: !hasMore && found.length === 1 }));
}

interface Place {
  readonly index: number;
  readonly clause: Clause;
}

/** The clause that a node begins, or the one that it is in. */
function clauseAt(nodes: readonly Node[], { index, clause }: Place): Clause {
  const [before, node, next, second] = [nodes[index - 1], nodes[index], nodes[index + 1], nodes[index + 2]];
  if (isWord(node, 'select')) return 'list';
  if (clause === null || isMark(before, '.')) return clause;
  // IS DISTINCT FROM compares.
  if (isWord(node, 'from') && clause === 'list' && !isWord(before, 'distinct')) return 'from';
  if (isWord(node, 'where') && (clause === 'from' || clause === 'list')) return 'where';
  if (isWord(node, 'group', 'having', 'order', 'limit', 'union', 'intersect', 'except')) return 'after';
  // A name may be called window: only the clause goes on with `name AS`.
  if (isWord(node, 'window') && isName(next) && isWord(second, 'as')) return 'after';
  return isMark(node, ';') ? null : clause;
}
