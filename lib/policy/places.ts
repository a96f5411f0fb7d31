import { isMap, isScalar, type Document, type LineCounter } from 'yaml';
import { rangeStart } from './yaml.ts';

/** Line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the value at a path begins; for one that is missing, where its nearest parent does. */
export function nodeOffset(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const start = rangeStart(node);
    if (start !== undefined) return start;
  }
  return 0;
}

// A map may have many keys that should not be there: its keys are searched once.
const offsetsOfMaps = new WeakMap<object, ReadonlyMap<string, number | undefined>>();

export function keyOffset(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  let offsets = offsetsOfMaps.get(parent);
  if (!offsets) {
    offsets = new Map(
      parent.items.flatMap(({ key }) => (isScalar(key) ? [[String(key.value), rangeStart(key)] as const] : [])),
    );
    offsetsOfMaps.set(parent, offsets);
  }
  return offsets.get(String(path.at(-1)));
}

export function placeAt(offset: number, lines: LineCounter): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
