// Control characters, line separators, and the marks that turn the direction of text around.
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Text from outside as one line: what a terminal could obey is written as an escape. */
export function printable(text: string): string {
  return text.replaceAll(UNSAFE, (unsafe) => `\\u${unsafe.charCodeAt(0).toString(16).padStart(4, '0')}`).toWellFormed();
}

const MAX_SHOWN = 60;

/** A short picture of a value, in one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value) && value.length === 0) return 'an empty list';
  return short(JSON.stringify(value) ?? typeof value);
}

/** The beginning of a text, cut between characters. */
export function short(text: string, maxLength = MAX_SHOWN): string {
  const characters = Array.from(text);
  return printable(characters.length > maxLength ? `${characters.slice(0, maxLength).join('')}…` : text);
}
