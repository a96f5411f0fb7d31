/** A line of a walk: a function of a file, and the name under which the line above calls it. */
export interface Step {
  readonly depth: number;
  readonly calledAs: string;
  readonly name: string;
  readonly file: string;
}

/** The steps of a walk: nested lists of `` `caller` → `function` · `file` ``. */
export function stepsOf(section: string): readonly Step[] {
  return [...section.matchAll(/^( *)- (?:`([^`]+)` → )?`(\w+)` · `([^`]+)`/gm)].map(
    ([, indent = '', calledAs, name = '', file = '']) => ({
      depth: indent.length / 2,
      calledAs: calledAs ?? name,
      name,
      file,
    }),
  );
}

/** The step that calls the one at an index; null for the first. */
export function callerOf(steps: readonly Step[], index: number): Step | null {
  const { depth } = steps[index] ?? { depth: 0 };
  return steps.slice(0, index).findLast((step) => step.depth < depth) ?? null;
}

/** The position of a declaration; -1 if there is none. */
export function positionOf(name: string, text: string): number {
  return text.search(new RegExp(`^(?:export )?(?:async )?(?:function|const) ${name}\\b`, 'm'));
}

/** The text of a declaration, to the first line that ends it. */
export function bodyOf(name: string, text: string): string {
  const start = positionOf(name, text);
  const end = text.slice(start).search(/^(?:\}|\S.*;$)/m);
  return text.slice(start, end === -1 ? undefined : start + end);
}

/** A file without its import statements. A chain of calls is on one line. */
export function withoutImports(text: string): string {
  return text.replaceAll(/^import [^;]*;$/gm, '').replaceAll(/\n\s*\./g, '.');
}

/** Where the first call of a function ends: its arguments, and the calls in them, come before. -1 if there is none. */
export function endOfCall(name: string, text: string): number {
  const start = text.indexOf(`${name}(`);
  if (start === -1) return -1;
  let depth = 0;
  for (let position = start + name.length; position < text.length; position++) {
    if (text[position] === '(') depth++;
    if (text[position] === ')' && --depth === 0) return position;
  }
  return -1;
}
