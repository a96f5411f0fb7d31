import { dirname, join, normalize } from 'node:path';

export interface SourceFile {
  /** From the root of the project, such as lib/core/target.ts. */
  readonly path: string;
  readonly text: string;
}

/** The files of the project that a file imports, types and dynamic imports included. */
export function importsOf({ path, text }: SourceFile): readonly string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'(\.{1,2}\/[^']+)'/g)].map(
    ([, found]) => found ?? '',
  );
  return [...new Set(specifiers.map((specifier) => normalize(join(dirname(path), specifier))))];
}

/** The packages that a file imports. */
export function packagesOf({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'([^.'][^']*)'/g)].map(([, found]) => found ?? '');
}

/** Files that import each other in a loop, as one loop; null if there is none. */
export function findCycle(files: readonly SourceFile[]): readonly string[] | null {
  const graph = new Map(files.map((file) => [file.path, importsOf(file)]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of graph.get(path) ?? []) {
      const found = visit(next, [...trail, path]);
      if (found) return found;
    }
    done.add(path);
    return null;
  };
  for (const { path } of files) {
    const found = visit(path, []);
    if (found) return found;
  }
  return null;
}

/** The longest chain of imports that begins with a file. The files must have no cycle. */
export function longestChain(files: readonly SourceFile[], from: string): readonly string[] {
  const graph = new Map(files.map((file) => [file.path, importsOf(file)]));
  const known = new Map<string, readonly string[]>();
  const chain = (path: string): readonly string[] => {
    const found = known.get(path);
    if (found) return found;
    const longest = (graph.get(path) ?? []).map(chain).reduce((a, b) => (b.length > a.length ? b : a), []);
    known.set(path, [path, ...longest]);
    return [path, ...longest];
  };
  return chain(from);
}

/** The functions at the top of a file, and how many lines each has. */
export function functionsOf(text: string): readonly { readonly name: string; readonly size: number }[] {
  return [...text.matchAll(/^(?:export )?(?:async )?function (\w+)[^]*?^\}/gm)].map(([body, name = '']) => ({
    name,
    size: body.split('\n').length,
  }));
}
