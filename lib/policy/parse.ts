import { isScalar, type Document, type LineCounter } from 'yaml';
import { compareText } from '../core/order.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkExport } from './check-export.ts';
import { checkRegions } from './check-regions.ts';
import { checkSize, MAX_CHARACTERS } from './check-size.ts';
import { MAX_PROBLEMS, PolicyError, type Problem } from './error.ts';
import { pathText } from './path-text.ts';
import { keyOffset, nodeOffset, placeAt } from './places.ts';
import { findingsOf, type Finding } from './problems.ts';
import { policySchema, type Policy } from './schema.ts';
import { short } from './show.ts';
import { readYaml, type Yaml, type YamlFault } from './yaml.ts';

/** A policy, and the document that it was read from. */
export interface ParsedPolicy extends Pick<Yaml, 'document' | 'lines'> {
  readonly policy: Policy;
}

/** Reads a policy from YAML. Throws PolicyError with the problems and their places; `source` is how the place is called. */
export function parsePolicy(text: string, source: string): Policy {
  return parseDocument(text, source).policy;
}

/** The same, with the document: places of warnings are looked up there. */
export function parseDocument(text: string, source: string): ParsedPolicy {
  if (text.length > MAX_CHARACTERS) throw tooLong(text, source);
  const { document, lines, data, faults } = readYaml(text);
  if (faults.length > 0) throw refusal(faults, (fault) => faultAt(fault, { source, lines }));
  const tooMany = checkSize(data);
  const parsed = tooMany.length > 0 ? null : policySchema.safeParse(data);
  const findings = [
    ...tooMany,
    ...(parsed?.error ? findingsOf(parsed.error.issues, { data, schema: policySchema }) : []),
    ...(parsed ? [...checkAccounts(data), ...checkRegions(data), ...checkExport(data)] : []),
  ];
  if (parsed?.success && findings.length === 0) return { policy: parsed.data, document, lines };
  const placed = findings.map((finding) => ({ ...finding, offset: offsetOf(finding, document) }));
  throw refusal(placed, (finding) => problemAt(finding, { source, document, lines }));
}

interface Context {
  readonly source: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

type Placed<T> = T & { readonly offset: number };

/** The first problems of the file, and how many more there are. */
function refusal<T extends { offset: number; path?: readonly PropertyKey[] }>(
  found: readonly T[],
  describe: (one: T) => Problem,
): PolicyError {
  const inOrder = found.toSorted(
    (a, b) => a.offset - b.offset || compareText(pathText(a.path ?? []), pathText(b.path ?? [])),
  );
  const shown = inOrder.slice(0, MAX_PROBLEMS).map(describe);
  return new PolicyError(shown, { more: found.length - shown.length });
}

function tooLong({ length }: string, source: string): PolicyError {
  const hint = 'Match several accounts or Regions in one rule';
  const expected = `a policy of at most ${MAX_CHARACTERS} characters`;
  return new PolicyError([{ source, line: 0, column: 0, path: '', expected, found: String(length), hint }]);
}

function faultAt({ offset, ...fault }: YamlFault, { source, lines }: Omit<Context, 'document'>): Problem {
  return { source, ...placeAt(offset, lines), path: '', ...fault };
}

function offsetOf({ isKey, path }: Finding, document: Document): number {
  return (isKey ? keyOffset(document, path) : undefined) ?? nodeOffset(document, path);
}

function problemAt(finding: Placed<Finding>, { source, document, lines }: Context): Problem {
  const { path, expected, isKey, offset } = finding;
  const hint = finding.hint?.() ?? null;
  const found = (isKey ? undefined : numberAsWritten(document, path)) ?? finding.found;
  return {
    source,
    ...placeAt(offset, lines),
    path: pathText(path),
    expected,
    found,
    ...(hint === null ? {} : { hint }),
  };
}

/** A number in the digits of the file: 012345678901 would be shown without its zero. */
function numberAsWritten(document: Document, path: readonly PropertyKey[]): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) && typeof node.value === 'number' && node.source !== undefined ? short(node.source) : undefined;
}
