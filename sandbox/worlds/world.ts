import { LineCounter, parseDocument } from 'yaml';
import { placeOf, problemsOf } from './world-problems.ts';
import { worldSchema, type World } from './world-schema.ts';

/** The world without accounts, topics or faults. */
export const EMPTY_WORLD: World = worldSchema.parse({});

/** Parses a world from YAML. Throws an Error with a line per problem; `source` is the name of the file. */
export function parseWorld(yaml: string, source: string): World {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { schema: 'core', lineCounter: lines, prettyErrors: false });
  const locate = (place: string, message: string): string => `${source}:${place}: ${message}`;
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return locate(`${line}:${col}`, message);
    });
    throw new Error(problems.join('\n'));
  }
  const parsed = worldSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) =>
    problemsOf(issue).map(({ path, message }) =>
      locate(placeOf(path, { document, lines }), [path.join('.'), message].filter(Boolean).join(': ')),
    ),
  );
  throw new Error(problems.join('\n'));
}
