import { styleText } from 'node:util';
import type { Paint } from '../lib/render/formats/text.ts';
import type { Io } from './io.ts';

type Style = Parameters<typeof styleText>[0];
type Stream = Pick<NodeJS.WriteStream, 'isTTY'> & { readonly hasColors?: (env?: object) => boolean };

/**
 * Colours for a stream, if it shows them; null if not. FORCE_COLOR goes before NO_COLOR, as in Node.js, and an empty NO_COLOR
 * counts as unset (https://no-color.org).
 */
export function paintFor(stream: Stream, env: Io['env']): Paint | null {
  if (!showsColours(stream, env)) return null;
  const style = (format: Style) => (text: string) => styleText(format, text, { validateStream: false });
  return {
    good: style('green'),
    bad: style(['bold', 'red']),
    warning: style(['bold', 'yellow']),
    dim: style('dim'),
    bold: style('bold'),
  };
}

function showsColours(stream: Stream, env: Io['env']): boolean {
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return !/^(?:0|false)$/i.test(force);
  if (env['NO_COLOR'] || env['NODE_DISABLE_COLORS']) return false;
  return stream.isTTY && (stream.hasColors?.(env) ?? true);
}
