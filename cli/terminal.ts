import { WardenError } from '../lib/core/errors.ts';

/**
 * The one way out: every text that a command writes to a stream or a file goes through `safeText`. Texts from outside are made
 * harmless where they are rendered as well; this is for the text that somebody forgot.
 */

// Control characters but tab and line feed, line separators, marks that turn the direction of text around, and halves of a pair.
const UNSAFE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

// oxlint-disable-next-line no-control-regex
const PAINT = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;

/**
 * The text with every character that a terminal obeys written as `\uXXXX`: JSON keeps its values, other text shows what was there.
 * `isPainted`: the colours of `paintFor` pass, and no other sequence.
 */
export function safeText(text: string, { isPainted = false }: { readonly isPainted?: boolean } = {}): string {
  if (!isPainted) return escaped(text);
  return text
    .split(PAINT)
    .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll(UNSAFE, (mark, at: number) => {
    // CSV ends its lines with CR LF.
    if (mark === '\r' && text[at + 1] === '\n') return mark;
    return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

type Stream = Pick<NodeJS.WriteStream, 'write'>;

/**
 * Writes to the end: what comes after may end the process. A reader that is gone is no error; a full disk is a WardenError. Resolves
 * with whether there is a reader: process.stdout does not count as destroyed after its pipe was closed.
 */
export async function write(
  stream: Stream,
  text: string,
  options: { readonly isPainted?: boolean } = {},
): Promise<boolean> {
  return new Promise<boolean>((resolve, reject) => {
    stream.write(safeText(text, options), (error) => {
      const code = error && 'code' in error ? error.code : null;
      if (typeof code !== 'string') resolve(true);
      else if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') resolve(false);
      else reject(new WardenError('usage', `the output cannot be written (${code})`));
    });
  });
}

const CLEAR_LINE = '\r\u001b[K';

/** Replaces the line that the cursor is in. */
export function redrawLine(stream: Stream, text: string): void {
  stream.write(`${CLEAR_LINE}${safeText(text)}`);
}
