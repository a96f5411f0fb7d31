import fc from 'fast-check';

/** Text that somebody might put into a role, a status, a waiver or an answer, to become something else in a report. */
export const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\nresult: compliant\n',
    '\r\nresult: compliant',
    '\u001b[2J\u001b[31mall good\u009b0m',
    '\u202egnp.exe\u2066',
    '＝1+1',
    '=HYPERLINK("https://evil.example";"x")',
    ':aws: arn:aws:iam::111122223333:role/x 2001:db8:100::a:1 :100:',
    '\u200b\u2060\ufeff\u00ad\u{e0041}',
    '<!channel> <https://evil.example|AWS> @here',
    '*bold* _it_ ~gone~ `code` ```block',
    '[a](https://evil.example) | x | <img src=x onerror=y>',
    'see #12, @octocat, \\| \\\\| www.evil.example',
    `${'<&>'.repeat(150)} \``,
    `${'*`'.repeat(200)} x`,
    'x'.repeat(300),
  ),
);

/** Characters that a terminal obeys, and marks that are not seen; a line break is of the layout. */
export const CONTROL = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--\n]/v;
