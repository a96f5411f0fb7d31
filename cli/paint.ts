import { styleText } from 'node:util';
import type { Paint } from '../lib/render/formats/text.ts';

type Style = Parameters<typeof styleText>[0];

/** Colours for a stream, if it is a terminal that shows them. NO_COLOR and FORCE_COLOR are looked at by `styleText`. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const style = (format: Style) => (text: string) => styleText(format, text, { stream });
  return {
    good: style('green'),
    bad: style(['bold', 'red']),
    warning: style(['bold', 'yellow']),
    dim: style('dim'),
    bold: style('bold'),
  };
}
