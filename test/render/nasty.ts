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
    '<!channel> <https://evil.example|AWS> @here',
    '*bold* _it_ ~gone~ `code` ```block',
    '[a](https://evil.example) | x | <img src=x onerror=y>',
    'see #12, @octocat, \\| \\\\| www.evil.example',
    `${'<&>'.repeat(150)} \``,
    `${'*`'.repeat(200)} x`,
    'x'.repeat(300),
  ),
);

/** Characters that a terminal obeys. */
export const CONTROL =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
