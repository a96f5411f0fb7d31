import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { safeText } from '../../cli/terminal.ts';

const ESC = '\u001b';
// oxlint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

test.each([
  [`a${ESC}[2Jb`, String.raw`a\u001b[2Jb`],
  [`a${ESC}]0;title\u0007b`, String.raw`a\u001b]0;title\u0007b`],
  ['a\u009b2Jb', String.raw`a\u009b2Jb`],
  ['over\rwritten', String.raw`over\u000dwritten`],
  ['a\r\nb\tc\n', 'a\r\nb\tc\n'],
  ['\u202egnp.exe', String.raw`\u202egnp.exe`],
  ['half \ud800 of a pair', String.raw`half \ud800 of a pair`],
  ['whole 😀 é 日本', 'whole 😀 é 日本'],
])('%j is written as %j', (text, expected) => {
  expect(safeText(text)).toBe(expected);
});

test('colours pass where the text is painted, and no other sequence', () => {
  const painted = `${ESC}[1m${ESC}[31mbad${ESC}[39m${ESC}[22m`;
  expect(safeText(painted, { isPainted: true })).toBe(painted);
  expect(safeText(painted)).not.toMatch(OBEYED);
  expect(safeText(`${ESC}[8mhidden${ESC}[2J`, { isPainted: true })).not.toMatch(OBEYED);
});

test('no text reaches a terminal with something that it obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(safeText(text.replaceAll('\r\n', ''))).not.toMatch(OBEYED);
    }),
  );
});

test('JSON keeps its values', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(JSON.parse(safeText(JSON.stringify([text], null, 2)))).toEqual([text]);
    }),
  );
});

test('no other file of the command line writes to a stream', () => {
  const folder = join(import.meta.dirname, '../../cli');
  const writers = readdirSync(folder).filter((name) =>
    /\b(?:stdout|stderr|stream)\.write\(|console\./.test(readFileSync(join(folder, name), 'utf8')),
  );
  // An older Node.js cannot load terminal.ts.
  expect(writers).toEqual(['start.js', 'terminal.ts']);
});
