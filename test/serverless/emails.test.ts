import { expect, test } from '@jest/globals';
import { emailAddresses, emailProblem } from '../../serverless/emails.ts';

test.each(['a@example.com', 'a.b+macie@sub.example.co.uk', 'a@example.com,b@example.com', 'a@example.com, b@x-y.org'])(
  '%s is taken',
  (list) => {
    expect(emailProblem(list)).toBeNull();
  },
);

test.each([
  'me',
  'a@example',
  '@example.com',
  'a@@example.com',
  'a b@example.com',
  'a..b@example.com',
  '.a@example.com',
  'a@example..com',
  'a@-example.com',
  'a@example.com-',
  'a@192.0.2.1',
  'a@exämple.com',
  '<a@example.com>',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b.'.repeat(130)}com`,
])('%s is refused, because SNS would refuse it', (address) => {
  expect(emailProblem(address)).toBe(`expected an email address, found ${JSON.stringify(address)}`);
});

test.each([
  ['a@example.com,', 'expected email addresses with commas between them, found "" among them'],
  ['a@example.com;b@example.com', 'expected an email address, found "a@example.com;b@example.com"'],
  ['a@example.com,me', 'expected email addresses with commas between them, found "me" among them'],
  ['a@example.com,b@example.com,a@example.com', 'expected each address once, found a@example.com twice'],
  [
    Array.from({ length: 51 }, (_, at) => `a${at}@example.com`).join(','),
    'expected 50 addresses at most, found 51. Give the address of a mailing list',
  ],
])('a list such as %s is refused', (list, problem) => {
  expect(emailProblem(list)).toBe(problem);
});

test('reads a list', () => {
  expect(emailAddresses('a@example.com, b@example.com')).toEqual(['a@example.com', 'b@example.com']);
  expect(emailAddresses('')).toEqual([]);
});
