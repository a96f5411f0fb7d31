import { isNode, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import { short } from './show.ts';

/** Something that is no YAML, or more of YAML than a policy needs. */
export interface YamlFault {
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
}

export interface Yaml {
  readonly document: Document;
  readonly lines: LineCounter;
  /** Only if there are no faults. */
  readonly data: unknown;
  readonly faults: readonly YamlFault[];
}

/** Reads YAML. Tags, aliases that grow, and keys that are no text are faults: each reads as something it does not say. */
export function readYaml(text: string): Yaml {
  const lines = new LineCounter();
  // The core schema keeps 2027-01-31 a string. Tags beyond it could make values that a check sees as empty maps.
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    resolveKnownTags: false,
    // Its check compares every key with every other: `structureFaults` does it with sets.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const foreign = text.indexOf('\uFFFD');
  if (foreign >= 0) return { document, lines, data: undefined, faults: [notUtf8(foreign)] };
  const syntax = [...document.errors, ...document.warnings];
  const tooDeep = syntax.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (tooDeep) return { document, lines, data: undefined, faults: [faultOf(tooDeep, text)] };
  const faults = syntax.length > 0 ? syntax.map((error) => faultOf(error, text)) : structureFaults(document);
  return faults.length > 0 ? { document, lines, data: undefined, faults } : { document, lines, ...valueOf(document) };
}

const notUtf8 = (offset: number): YamlFault => ({
  offset,
  expected: 'text in UTF-8',
  found: 'bytes that are not',
  hint: 'Save the file as UTF-8',
});

function faultOf({ code, message, pos: [offset] }: YAMLError, text: string): YamlFault {
  const expected = 'YAML';
  if (code === 'MULTIPLE_DOCS')
    return { offset, expected: 'one YAML document', found: 'another one', hint: 'Keep one policy in a file' };
  if (code === 'TAB_AS_INDENT') return { offset, expected, found: 'a tab as indentation', hint: 'Use spaces' };
  if (code === 'RESOURCE_EXHAUSTION') return { offset, expected, found: 'lists or maps that are nested too deep' };
  if (code === 'TAG_RESOLVE_FAILED') {
    const [tag = ''] = /^\S+/.exec(text.slice(offset)) ?? [];
    return { offset, expected: 'a value without a YAML tag', found: short(tag) };
  }
  return { offset, expected, found: `a mistake: ${short(message.replace(/[.:]$/, ''), 120)}` };
}

function structureFaults(document: Document): readonly YamlFault[] {
  const faults: YamlFault[] = [];
  let aliasCount = 0;
  visit(document, {
    Map: (_, { items }) => void faults.push(...repeatedKeys(items.map(({ key }) => key))),
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value !== null) return;
      const offset = rangeStart(key) ?? 0;
      faults.push({ offset, expected: 'a key that is text', found: isScalar(key) ? 'none' : 'something else' });
    },
    Alias: (_, alias, path) => {
      const offset = rangeStart(alias) ?? 0;
      // Finding the anchor of an alias costs the length of the document.
      if (++aliasCount > MAX_ALIASES) {
        faults.push({ offset, ...TOO_MANY_COPIES });
        return visit.BREAK;
      }
      const name = short(alias.source);
      const anchored = alias.resolve(document);
      if (!anchored) faults.push({ offset, expected: `&${name} before *${name}`, found: 'none' });
      else if (path.includes(anchored)) faults.push({ offset, expected: 'a value', found: `*${name} within itself` });
      return undefined;
    },
  });
  return faults;
}

function repeatedKeys(keys: readonly unknown[]): readonly YamlFault[] {
  const seen = new Set<string>();
  return keys.flatMap((key) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    if (seen.has(name))
      return [{ offset: rangeStart(key) ?? 0, expected: 'each key once', found: `${short(name)} again` }];
    seen.add(name);
    return [];
  });
}

const MAX_ALIASES = 200;

/** Stops what is small in the file and huge in memory. */
const MAX_ALIAS_COUNT = 100;

function valueOf(document: Document): { data: unknown; faults: readonly YamlFault[] } {
  try {
    return { data: document.toJS({ maxAliasCount: MAX_ALIAS_COUNT }) ?? undefined, faults: [] };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    return { data: undefined, faults: [{ offset: lastAlias(document), ...TOO_MANY_COPIES }] };
  }
}

const TOO_MANY_COPIES = {
  expected: 'few aliases',
  found: 'aliases that make too many copies',
  hint: 'Write the values out',
};

function lastAlias(document: Document): number {
  let offset = 0;
  visit(document, { Alias: (_, alias) => void (offset = rangeStart(alias) ?? offset) });
  return offset;
}

/** Where a node begins, if it is one. */
export function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
