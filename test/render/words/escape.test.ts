import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ascii, chat, csv, html, jsonForTerminal, markdown, plain, xml } from '../../../lib/render/words/escape.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'*_~`[]()<>&|@=＝+-"\',\r\n\t\u001b\u202e#!:/ aw.'.split('')) }),
);

/** C0, DEL, C1, marks of direction, marks that are not seen, line and paragraph separators. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const CONTROLS = [
  '\u0000',
  '\t',
  '\n',
  '\r',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u009b',
  '\u00ad',
  '\u061c',
  '\u200b',
  '\u200e',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2060',
  '\u2069',
  '\ufeff',
  '\u{e0041}',
];

describe('text from outside stays text', () => {
  test('html: no tag, no end of an attribute, and the text again once it is decoded', () => {
    const decode = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' } as const;
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = html(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (found) => decode[found as '&lt;'])).toBe(plain(text));
      }),
    );
  });

  test('plain: one line, no control characters, no direction marks', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = plain(text);
        expect(safe).not.toMatch(OBEYED);
        expect(safe.isWellFormed()).toBe(true);
      }),
    );
  });

  test.each(CONTROLS)('%j passes through no format', (mark) => {
    for (const escape of [plain, ascii, chat, csv, markdown, (text: string) => jsonForTerminal(JSON.stringify(text))])
      expect(escape(`a${mark}b`)).not.toMatch(OBEYED);
  });

  test('JSON: the same value, without a character that a terminal obeys', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = jsonForTerminal(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ text })));
        expect(json.replaceAll('\n', '')).not.toMatch(OBEYED);
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
        expect(safe.replaceAll(/\\[\\`*_[\]|~:.]/g, 'x')).not.toMatch(/[\\`*_[\]|~<>@]|:\/\//);
      }),
    );
  });

  test('chat: no entity, no mention, no link, no code span that ends early', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = chat(text);
        expect(safe).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        const [outside, rest] = outsideCode(safe);
        expect(rest).toBe('');
        expect(outside).not.toMatch(/[*~`@]|\]\(|:\/\/|:[^\s:]+:|(?<!\S)#|^(?:&gt;|[-+#])(?:\s|$)/);
      }),
    );
  });

  test.each([
    [csv, '=HYPERLINK("https://example.com")', '"\'=HYPERLINK(""https://example.com"")"'],
    [markdown, '[a](https://x) @all <b>', String.raw`\[a\](https\://x) &#64;&#8203;all &lt;b&gt;`],
    [markdown, 'a@example.com, see #12', 'a&#64;example.com, see &#35;&#8203;12'],
    [csv, '＝1+1', '"\'＝1+1"'],
    [chat, '<!channel> a&b', '&lt;!channel&gt; a&amp;b'],
    [chat, '*bold* `code`', "`*bold*` `'code'`"],
    [chat, 'the role arn:aws:iam::1:role/a_b, as x', 'the role `arn:aws:iam::1:role/a_b`, as x'],
    [chat, 'from 2001:db8:100::a:1', 'from `2001:db8:100::a:1`'],
    [chat, 'at 08:59 UTC, 08:59:58 UTC', 'at 08:59 UTC, `08:59:58` UTC'],
    [chat, ':100: :a: ok :)', '`:100:` `:a:` ok `:`)'],
    [chat, 'FIFTEEN_MINUTES _it_ ~no~', 'FIFTEEN_MINUTES `_it_` `~no~`'],
    [chat, '<@U123> @here #general <#C1>', '`&lt;@U123&gt;` `@here` `#general` `&lt;#C1&gt;`'],
    [chat, '<!date^1^{date}|x>', '&lt;!date^1^{date}|x&gt;'],
    [chat, '[a](https://evil.example)', '`[a](https://evil.example`)'],
    [chat, 'see evil.example (www.evil.example).', 'see `evil.example` (`www.evil.example`).'],
    [chat, 'a@example.com: macie2:GetX denied', '`a@example.com`: macie2:GetX denied'],
    [chat, '> quoted', '`&gt;` quoted'],
    [chat, '# heading', '`#` heading'],
    [chat, '[CRITICAL] a[1] [b c](x)', '[CRITICAL] a[1] [b `c](x`)'],
    [chat, '1. list', '`1`. list'],
    [plain, 'a\u001b[31m\nb', 'a [31m b'],
    [csv, '+1', '"\'+1"'],
    [csv, '-1', '"\'-1"'],
    [csv, '@SUM(1)', '"\'@SUM(1)"'],
    [csv, '\t=1', '"\' =1"'],
    [csv, '\r=1', '"\' =1"'],
    [xml, '<a b="c">&\ufffe', '&lt;a b=&quot;c&quot;&gt;&amp; '],
  ])('%p %s', (escape, text, expected) => {
    expect(escape(text)).toBe(expected);
  });
});

/** The text outside code spans, and what follows a span that does not end. */
function outsideCode(text: string): readonly [string, string] {
  const parts = text.split('`');
  const open = parts.length % 2 === 0 ? (parts.pop() ?? '') : '';
  return [parts.filter((_, index) => index % 2 === 0).join(' x '), open];
}
