import { expect, test } from '@jest/globals';
import { slackMessage } from '../../../lib/render/messages/slack.ts';
import { snsMessage } from '../../../lib/render/messages/sns.ts';
import { MAX_RUNBOOK } from '../../../lib/policy/schema-limits.ts';
import { MESSAGES } from '../../fixtures/changes.ts';
import { REPORTS } from '../../fixtures/reports.ts';

interface Button {
  readonly text: { readonly text: string };
  readonly url: string;
}

function buttonsOf(name: string, runbook?: string): readonly Button[] {
  const { report, changes } = MESSAGES[name] ?? { report: REPORTS.clean, changes: undefined };
  const { message } = slackMessage(report, changes ? { changes: { ...changes, runbook } } : {});
  const { attachments } = JSON.parse(JSON.stringify(message));
  return attachments[0].blocks.flatMap(({ elements }: { elements?: { type: string }[] }) =>
    (elements ?? []).filter(({ type }) => type === 'button'),
  );
}

test.each(Object.keys(MESSAGES))('buttons stay within the limits of Slack, with the longest runbook: %s', (name) => {
  const buttons = buttonsOf(name, `https://wiki.example.com/${'x'.repeat(MAX_RUNBOOK - 25)}`);
  expect(buttons.length).toBeLessThanOrEqual(5);
  for (const { text, url } of buttons) {
    expect(text.text.length).toBeLessThanOrEqual(75);
    expect(url.length).toBeLessThanOrEqual(3000);
    expect(URL.canParse(url)).toBe(true);
  }
});

test('buttons lead to Macie in the first Regions, to the call, and to the runbook of the policy', () => {
  const [macie, call, runbook] = buttonsOf('opened-off', 'https://wiki.example.com/macie');
  expect(macie).toMatchObject({ text: { text: 'Macie in eu-west-1' } });
  expect(call).toMatchObject({ text: { text: 'CloudTrail: DisableMacie' } });
  expect(runbook).toMatchObject({ text: { text: 'Runbook' }, url: 'https://wiki.example.com/macie#opened' });
  expect(buttonsOf('opened-paused-17')).toHaveLength(4);
});

const HOSTILE = [
  '<!channel> <@U0> <https://evil.example|bank>',
  '\u001b[31mred\u001b[0m\u0007',
  '\u202eevil\u2066\u200f',
  '*bold* _it_ ~no~ `code` :aws: & < >',
  '=HYPERLINK("https://evil.example")',
  '😀'.repeat(30),
  '<img src=x onerror=alert(1)>',
  'x'.repeat(5000),
];

test.each(HOSTILE)('the name of an account is nothing but text: %j', (accountName) => {
  const report = { ...REPORTS.clean, results: REPORTS.clean.results.map((result) => ({ ...result, accountName })) };
  const changes = MESSAGES['opened-off']?.changes;
  const { message } = slackMessage(report, { changes });
  // A header and a button show their text as it is.
  const text = JSON.stringify(message).replaceAll(/"type":"plain_text","text":"(?:[^"\\]|\\.)*"/g, '');
  expect(text).not.toMatch(/<[!@#]|<https:\/\/evil|<img/);
  expect(text).not.toMatch(/\\u00[01]|[\u202a-\u202e\u2066-\u2069\u200f]/);
  const { subject, message: bodies } = snsMessage(report, { changes });
  expect(subject).toMatch(/^\[CRITICAL\] Macie is OFF in eu-west-1 of [\x20-\x7e]*\(?111122223333\)?/);
  expect(subject.length).toBeLessThan(100);
  const { email }: { email: string } = JSON.parse(bodies);
  expect(email).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  expect(email.split('\n').slice(0, 3).join('\n').length).toBeLessThan(600);
});

test('the address of a runbook can be clicked in a chat, and nothing else of the policy can', () => {
  const { report, changes } = MESSAGES['opened-off'] ?? { report: REPORTS.clean, changes: undefined };
  const runbook = 'https://wiki.example.com/macie?a=1&b=2';
  const { message } = snsMessage(report, changes ? { changes: { ...changes, runbook } } : {});
  const { https }: { https: string } = JSON.parse(message);
  expect(JSON.parse(https).content.description).toContain(
    '\nRunbook: https://wiki.example.com/macie?a=1&amp;b=2#opened\n',
  );
});

test('an email folded at 40 columns breaks no account id, Region or time', () => {
  const { report, changes } = MESSAGES['every'] ?? {};
  const { message } = report ? snsMessage(report, { changes }) : { message: '{}' };
  const { email }: { email: string } = JSON.parse(message);
  const words = email.split(/\s+/).filter((word) => word.length > 40);
  // A mail program breaks what is longer than a line: links, hashes, names of AWS, and each of them is whole in its own word.
  for (const word of words) expect(word).toMatch(/^(?:https:\/\/|arn:aws|[\da-f]{64}|s3:|\{"|invoke|.*@.*)/);
});
