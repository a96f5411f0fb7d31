import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { checkRegions } from './check-regions.ts';
import { PolicyError, type Problem } from './error.ts';
import { findingsOf, type Finding } from './problems.ts';
import { policySchema, type Policy } from './schema.ts';

/** Reads a policy from YAML. Throws PolicyError with every problem and its place; `source` is how the place is called. */
export function parsePolicy(text: string, source: string): Policy {
  const lines = new LineCounter();
  // The core schema keeps 2027-01-31 a string, and a key given twice is an error.
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new PolicyError(
      document.errors.map((error) => ({
        source,
        ...placeAt(error.pos[0], lines),
        path: '',
        expected: 'YAML',
        found: yamlFault(error.message),
      })),
    );
  }
  const data = toData(document, source);
  const parsed = policySchema.safeParse(data);
  const findings = [
    ...(parsed.success ? [] : findingsOf(parsed.error.issues, { data, schema: policySchema })),
    ...checkRegions(data),
  ];
  if (parsed.success && findings.length === 0) return parsed.data;
  throw new PolicyError(inOrder(findings.map((finding) => problemAt(finding, { source, document, lines }))));
}

function toData(document: Document, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? undefined;
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new PolicyError([{ source, line: 0, column: 0, path: '', expected: 'YAML without tricks', found }], {
      cause,
    });
  }
}

function yamlFault(message: string): string {
  return message
    .replaceAll(/\s+/g, ' ')
    .replace(/^Map keys must be unique$/, 'a key that is given twice')
    .replace(/[.:]$/, '');
}

interface Context {
  readonly source: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

function problemAt({ isKey, path, ...finding }: Finding, { source, document, lines }: Context): Problem {
  const offset = (isKey ? keyOffset(document, path) : undefined) ?? nodeOffset(document, path);
  return { source, ...placeAt(offset, lines), path: pathText(path), ...finding };
}

/** Where the value at a path begins; for one that is missing, where its nearest parent does. */
function nodeOffset(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const start = rangeStart(node);
    if (start !== undefined) return start;
  }
  return 0;
}

function keyOffset(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return rangeStart(pair?.key);
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function placeAt(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column || (a.path < b.path ? -1 : 1));
}
