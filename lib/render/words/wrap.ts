export interface WrapOptions {
  readonly indent: number;
  /** The indent of every line but the first; as the first, if left out. */
  readonly hanging?: number;
  readonly width?: number;
}

/** Breaks a text at spaces. A word that is too long stays whole, so that an ARN can be copied. */
export function wrap(text: string, { indent, hanging = indent, width = 100 }: WrapOptions): string {
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
