import { isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import type { z } from 'zod';

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
}

/** `line:column` of a path in a document, or of its longest prefix that exists. The path of a map entry points at its key. */
export function placeOf(path: readonly PropertyKey[], { document, lines }: Source): string {
  let node: unknown = document.contents;
  let nearest = asNode(node);
  for (const step of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && [key.source, String(key.value)].includes(String(step)))
      : undefined;
    node = isSeq(node) ? node.items[Number(step)] : pair?.value;
    nearest = asNode(pair?.key) ?? asNode(node) ?? nearest;
  }
  const { line, col } = lines.linePos(nearest?.range?.[0] ?? 0);
  return `${line}:${col}`;
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The problems of a schema issue, each with the path of its value. */
export function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const { code, path, message } = issue;
  switch (code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such key' }));
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, message: inner.message }));
    case 'invalid_type':
    case 'too_big':
    case 'too_small':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_element':
    case 'invalid_value':
    case 'custom':
      return [{ path, message: message.replace(/^Invalid \w+: /, '') }];
  }
}
