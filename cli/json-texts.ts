export interface JsonText {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly json: string;
}

// A string, a bracket, or the space between values. What is none of these is part of a number or a word.
// oxlint-disable-next-line no-control-regex
const TOKEN = /"(?:[^"\\]|\\[^])*"?|[[\]{}]|[\s\u001e\ufeff]+|[^\s"[\]{}\u001e\ufeff]+/g;

/**
 * The JSON values of a text, one after the other, whatever stands between them: pretty-printed reports as they come, one in each
 * line, or the record separators of RFC 7464. Values are not parsed here: one that never ends is the last text.
 */
export function jsonTexts(text: string): readonly JsonText[] {
  const found: JsonText[] = [];
  let [line, counted, depth] = [1, 0, 0];
  let start: number | null = null;
  const end = (at: number): void => {
    if (start === null) return;
    line += text.slice(counted, start).split('\n').length - 1;
    counted = start;
    found.push({ line, json: text.slice(start, at) });
    start = null;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    // oxlint-disable-next-line no-control-regex
    const isSpace = /^[\s\u001e\ufeff]/.test(token);
    if (isSpace && depth === 0) end(index);
    if (isSpace) continue;
    if (depth === 0 && start !== null && /^[[{"]/.test(token)) end(index);
    start ??= index;
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth <= 0) {
      depth = 0;
      if (token === '}' || token === ']') end(index + 1);
    }
  }
  end(text.length);
  return found;
}
