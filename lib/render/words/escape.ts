/**
 * Statuses, roles, details and waivers are text from outside: each format has its own way to keep them from becoming
 * anything but text.
 */

// Control characters (C0, DEL, C1), marks that are not seen or turn the direction of text around, line and paragraph separators.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** One line without control characters, for every format. */
export function plain(text: string): string {
  return text.toWellFormed().replaceAll(UNSAFE, ' ');
}

/** The text, or its beginning and an ellipsis. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`;
}

// Line breaks outside the strings of a pretty-printed JSON text are of its layout; inside them they are escaped already.
const UNSAFE_IN_JSON = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--\n]/gv;

/** JSON that a terminal can show: the same values, with every character that a terminal obeys written as `\uXXXX`. */
export function jsonForTerminal(text: string): string {
  return text.replaceAll(UNSAFE_IN_JSON, (mark) =>
    Array.from({ length: mark.length }, (_, index) => unicodeEscape(mark.charCodeAt(index))).join(''),
  );
}

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Printable ASCII, for SNS subjects and text messages: letters without their accents, `?` for what has no likeness. */
export function ascii(text: string): string {
  return plain(text)
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll(/[^\x20-\x7e]+/g, '?')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/**
 * Markdown: no mark-up, no HTML, no table cell that ends early, no link, mention or reference that makes itself. GitHub finds
 * the last two after it has decoded entities, so a space without width keeps them apart.
 */
export function markdown(text: string): string {
  return plain(text)
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/#(?=\d)/g, '&#35;&#8203;')
    .replaceAll(/(?<!\w)@/g, '&#64;&#8203;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', String.raw`\://`)
    .replaceAll(/www\./gi, (found) => `${found.slice(0, -1)}\\.`);
}

/**
 * Slack and Amazon Q (which writes the markdown of its platform, Slack or Teams). Mark-up characters cannot be escaped there, so a
 * word that has some goes into a code span: nothing in there becomes bold, an emoji, a link or a mention, and it can be copied.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function chat(text: string): string {
  const words = plain(text).split(' ');
  return words.map((word, index) => (isMarkup(word, index === 0) ? codeSpan(word) : entities(word))).join(' ');
}

/** HTML, in a text or in a quoted attribute. */
export function html(text: string): string {
  return entities(plain(text)).replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** The three characters that Slack reads even where nothing else is mark-up. */
export function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const MARKUP: readonly RegExp[] = [
  // Bold, strike-through, code, an escape of Teams.
  /[*~`\\]/,
  // Italics; an underscore between letters is none.
  /(?:^|\W)_|_(?:\W|$)/,
  // A link or an image of Teams.
  /\][([:]|!\[/,
  // An emoji such as `:aws:`, anywhere in an ARN or an IPv6 address.
  /:[^\s:]+:/,
  // A face that clients make an emoji of.
  /^[:;=8][-'^]?[()[\]{}|/\\DPpOo03*]+$|^<\/?3$/,
  // A link that makes itself: an address, a host, a mailbox.
  /:\/\/|[^\s.]\.\p{L}{2,}/u,
  // A person, a group or a channel.
  /@|(?:^|\W)#/,
];

// A quotation, a heading or a list.
const LINE_MARKUP = /^(?:>|#|[-+=|]+$|\d+[.)]$|•$)/;

function isMarkup(word: string, isFirst: boolean): boolean {
  return MARKUP.some((pattern) => pattern.test(word)) || (isFirst && LINE_MARKUP.test(word));
}

/** Brackets and punctuation around a word stay outside. */
function codeSpan(word: string): string {
  const [, before = '', inner = word, after = ''] = /^(\(*)([^]*?[^,;.)])([,;.)]*|(?<=^[^:]*):)$/.exec(word) ?? [];
  return `${before}\`${entities(inner.replaceAll('`', "'"))}\`${after}`;
}

/** RFC 4180, and no cell that a spreadsheet takes for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
export function csv(text: string): string {
  const safe = plain(text);
  const cell = /^\s*[=+\-@＝＋－＠]/.test(safe) ? `'${safe}` : safe;
  return /[",']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The text or an attribute of XML 1.0: without the characters that it forbids even as references. https://www.w3.org/TR/xml/#charsets */
export function xml(text: string): string {
  return plain(text)
    .replaceAll(/[\ufffe\uffff]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
