import { isMark, type Token } from './tokens.ts';

/** Everything between a pair of parentheses. */
export interface Group {
  readonly kind: 'group';
  readonly nodes: readonly Node[];
  readonly start: number;
  readonly end: number;
}

export type Node = Token | Group;

/** Tokens with each pair of parentheses as one node. A parenthesis without its other half stays a token: SQLite says what is wrong. */
export function treeOf(tokens: readonly Token[]): readonly Node[] {
  const levels: { readonly open: Token | null; readonly nodes: Node[] }[] = [{ open: null, nodes: [] }];
  for (const token of tokens) {
    const level = levels.at(-1);
    if (isMark(token, '(')) levels.push({ open: token, nodes: [] });
    else if (isMark(token, ')') && level?.open) {
      levels.pop();
      levels.at(-1)?.nodes.push({ kind: 'group', nodes: level.nodes, start: level.open.start, end: token.end });
    } else level?.nodes.push(token);
  }
  return levels.flatMap(({ nodes }) => nodes);
}

/** These nodes and those of every group in them, group by group. */
export function levelsOf(nodes: readonly Node[]): readonly (readonly Node[])[] {
  return [nodes, ...nodes.flatMap((node) => (node.kind === 'group' ? levelsOf(node.nodes) : []))];
}
