const OTHERS = /[\u2018\u2019\u02BC\u2032\uFF07\u00B4`]/g;

/** Macie writes U+2019 in some of its texts; the others look the same. */
export function withPlainApostrophes(text: string): string {
  return text.replaceAll(OTHERS, "'");
}
