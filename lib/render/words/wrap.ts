export interface WrapOptions {
  readonly indent: number;
  /** The indent of every line but the first; as the first, if left out. */
  readonly hanging?: number;
  /** null: no break at all, because the reader's program breaks lines. */
  readonly width: number | null;
}

/** Breaks a text at spaces. A word that is too long stays whole, so that an ARN can be copied. */
export function wrap(text: string, { indent, hanging = indent, width }: WrapOptions): string {
  if (width === null) return ' '.repeat(indent) + text.trimEnd();
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line.trimEnd());
      line = ' '.repeat(hanging);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line.trimEnd()].join('\n');
}
