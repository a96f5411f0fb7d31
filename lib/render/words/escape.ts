/**
 * Statuses, roles, details and waivers are text from outside: each format has its own way to keep them from becoming
 * anything but text.
 */

// Control characters, line separators, and the marks that turn the direction of text around.
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** One line without control characters, for every format. */
export function plain(text: string): string {
  return text.replaceAll(UNSAFE, ' ').toWellFormed();
}

/** The text, or its beginning and an ellipsis. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`;
}

// oxlint-disable-next-line no-control-regex
const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** JSON that a terminal can show: the same values, with every character that a terminal obeys written as `\uXXXX`. */
export function jsonForTerminal(text: string): string {
  return text.replaceAll(UNSAFE_IN_JSON, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Printable ASCII, for SNS subjects and text messages. */
export function ascii(text: string): string {
  return plain(text)
    .replaceAll(/[^\x20-\x7e]+/g, '?')
    .trim();
}

/**
 * Markdown: no mark-up, no HTML, no table cell that ends early, no link, mention or reference that makes itself. GitHub looks for
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
 * Slack and Amazon Q. Mark-up characters cannot be escaped there, so text that has some goes into a code span.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function chat(text: string): string {
  const safe = plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return /[*~`]|\]\(|(?:^|\W)_|_(?:\W|$)/.test(safe) ? `\`${safe.replaceAll('`', "'")}\`` : safe;
}

/** RFC 4180, and no cell that a spreadsheet takes for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
export function csv(text: string): string {
  const safe = plain(text);
  const cell = /^\s*[=+\-@＝＋－＠]/.test(safe) ? `'${safe}` : safe;
  return /[",']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
