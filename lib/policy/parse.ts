import { isMap, isScalar, type Document, type LineCounter } from 'yaml';
import { compareText } from '../core/order.ts';
import { checkRegions } from './check-regions.ts';
import { PolicyError, type Problem } from './error.ts';
import { findingsOf, type Finding } from './problems.ts';
import { policySchema, type Policy } from './schema.ts';
import { short } from './show.ts';
import { rangeStart, readYaml } from './yaml.ts';

/** Reads a policy from YAML. Throws PolicyError with every problem and its place; `source` is how the place is called. */
export function parsePolicy(text: string, source: string): Policy {
  const { document, lines, data, faults } = readYaml(text);
  if (faults.length > 0) {
    throw new PolicyError(
      inOrder(faults.map(({ offset, ...fault }) => ({ source, ...placeAt(offset, lines), path: '', ...fault }))),
    );
  }
  const parsed = policySchema.safeParse(data);
  const findings = [
    ...(parsed.success ? [] : findingsOf(parsed.error.issues, { data, schema: policySchema })),
    ...checkRegions(data),
  ];
  if (parsed.success && findings.length === 0) return parsed.data;
  throw new PolicyError(inOrder(findings.map((finding) => problemAt(finding, { source, document, lines }))));
}

interface Context {
  readonly source: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

function problemAt({ isKey, path, ...finding }: Finding, { source, document, lines }: Context): Problem {
  const offset = (isKey ? keyOffset(document, path) : undefined) ?? nodeOffset(document, path);
  const written = numberAsWritten(document, path);
  const found = isKey || written === undefined ? finding.found : written;
  return { source, ...placeAt(offset, lines), ...finding, path: pathText(path), found };
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

/** A number in the digits of the file: 012345678901 would be shown without its zero. */
function numberAsWritten(document: Document, path: readonly PropertyKey[]): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) && typeof node.value === 'number' && node.source !== undefined ? short(node.source) : undefined;
}

function placeAt(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${short(String(key))}`))
    .join('')
    .replace(/^\./, '');
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column || compareText(a.path, b.path));
}
