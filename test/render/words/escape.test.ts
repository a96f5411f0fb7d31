import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ascii, chat, csv, markdown, plain } from '../../../lib/render/words/escape.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'*_~`[]()<>&|@=＝+-"\',\r\n\t\u001b\u202e#!:/ aw.'.split('')) }),
);

describe('text from outside stays text', () => {
  test('plain: one line, no control characters, no direction marks', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = plain(text);
        // oxlint-disable-next-line no-control-regex
        expect(safe).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        expect(safe.isWellFormed()).toBe(true);
      }),
    );
  });

  test('ascii: printable ASCII alone', () => {
    fc.assert(fc.property(anyText, (text) => expect(ascii(text)).toMatch(/^[\x20-\x7e]*$/)));
  });

  test('csv: one cell, which no spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cell = csv(text);
        const isQuoted = cell.startsWith('"');
        const inner = isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(inner).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
        expect(isQuoted ? cell.slice(1, -1).replaceAll('""', '') : cell).not.toContain('"');
        expect(isQuoted || !cell.includes(',')).toBe(true);
      }),
    );
  });

  test('markdown: no mark-up, no HTML, no cell that ends early', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = markdown(text);
        expect(safe.replaceAll(/\\[\\`*_[\]|~:.]/g, '')).not.toMatch(/[\\`*_[\]|~<>@]|:\/\//);
      }),
    );
  });

  test('chat: no entity, no mention, no link, no code span that ends early', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = chat(text);
        expect(safe).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        const isCode = safe.length > 1 && safe.startsWith('`');
        expect(isCode ? safe.slice(1, -1) : safe).not.toContain('`');
        expect(!isCode && /\*|~|\]\(/.test(safe)).toBe(false);
      }),
    );
  });

  test.each([
    [csv, '=HYPERLINK("https://example.com")', '"\'=HYPERLINK(""https://example.com"")"'],
    [markdown, '[a](https://x) @all <b>', String.raw`\[a\](https\://x) &#64;&#8203;all &lt;b&gt;`],
    [markdown, 'a@example.com, see #12', 'a&#64;example.com, see &#35;&#8203;12'],
    [csv, '＝1+1', '"\'＝1+1"'],
    [chat, '<!channel> a&b', '&lt;!channel&gt; a&amp;b'],
    [chat, '*bold* `code`', "`*bold* 'code'`"],
    [chat, 'arn:aws:iam::1:role/a_b', 'arn:aws:iam::1:role/a_b'],
    [plain, 'a\u001b[31m\nb', 'a [31m b'],
  ])('%p %s', (escape, text, expected) => {
    expect(escape(text)).toBe(expected);
  });
});
