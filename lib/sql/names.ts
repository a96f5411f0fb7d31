import { isMark, isName, type Token } from './tokens.ts';
import { asWord, SESSION_NAMES } from './tables.ts';

/**
 * The same text with StackQL's names of sessions, such as aws.macie.session, as one word: SQLite takes no name of three parts. Each
 * character keeps its place, so that a place in one text is the same in the other.
 */
export function withNamesAsWords(sql: string, tokens: readonly Token[]): string {
  return namesIn(tokens).reduce((text, { start, end, word }) => {
    const rest = text.slice(start + word.length, end).replaceAll(/[^\n]/g, ' ');
    return text.slice(0, start) + word + rest + text.slice(end);
  }, sql);
}

interface FoundName {
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

function namesIn(tokens: readonly Token[]): readonly FoundName[] {
  return tokens.flatMap((token, index) => {
    if (!isName(token) || isMark(tokens[index - 1], '.')) return [];
    const parts = chainFrom(tokens.slice(index, index + 5));
    const found = SESSION_NAMES.find(
      (name) =>
        name ===
        parts
          .slice(0, name.split('.').length)
          .map(({ value }) => value.toLowerCase())
          .join('.'),
    );
    const last = parts[(found?.split('.').length ?? 0) - 1];
    return found === undefined || last === undefined || found.split('.').length > parts.length
      ? []
      : [{ start: token.start, end: last.end, word: asWord(found) }];
  });
}

/** The names that are joined by dots. */
function chainFrom(tokens: readonly Token[]): readonly Token[] {
  const [first, dot, ...rest] = tokens;
  if (!isName(first)) return [];
  return isMark(dot, '.') ? [first, ...chainFrom(rest)] : [first];
}
