import { describe, expect, test } from '@jest/globals';
import { NOT_ARCHIVED, type ArchiveOutcome } from '../../../lib/core/archive/place.ts';
import { fitText } from '../../../lib/render/formats/text.ts';
import { viewChat } from '../../../lib/render/messages/chat.ts';
import { slackMessage } from '../../../lib/render/messages/slack.ts';
import { snsMessage } from '../../../lib/render/messages/sns.ts';
import { viewFor } from '../../../lib/render/view/view-for.ts';
import { archiveUrl } from '../../../lib/render/words/archive-words.ts';
import { MESSAGES } from '../../fixtures/changes.ts';

const PLACE = { bucket: 'reports-bucket', region: 'eu-west-1', key: 'reports/2026/11/24/run-1' };
const URL =
  'https://s3.console.aws.amazon.com/s3/object/reports-bucket?region=eu-west-1&prefix=reports%2F2026%2F11%2F24%2Frun-1.html';
const ARCHIVED: ArchiveOutcome = { place: PLACE, problem: null };
const DENIED: ArchiveOutcome = { place: null, problem: 's3://b/k: S3 denied s3:PutObject: allow it' };
const messageOf = (name: string) => {
  const message = MESSAGES[name];
  if (message === undefined) throw new Error(name);
  return message;
};
const { report, changes } = messageOf('every');

const emailOf = (archiving: ArchiveOutcome): string =>
  JSON.parse(snsMessage(report, { changes, archiving }).message).email;
const messagesOf = (archiving: ArchiveOutcome): readonly string[] => [
  emailOf(archiving),
  JSON.stringify(slackMessage(report, { changes, archiving }).message),
  viewChat(viewFor(report, { changes, archiving }), report),
];

describe('a message', () => {
  test('ends with the page of the archived report, and never with a presigned URL', () => {
    expect(emailOf(ARCHIVED)).toContain(`\nreport in the archive: ${URL}\n`);
    for (const message of messagesOf(ARCHIVED)) {
      expect(message).toMatch(
        /s3\.console\.aws\.amazon\.com\/s3\/object\/reports-bucket\?region=eu-west-1&(amp;)?prefix=/,
      );
      expect(message).not.toContain('X-Amz-');
    }
  });

  test('says why there is none, once, in its notes', () => {
    const sentence = 'The report was not archived: s3://b/k: S3 denied s3:PutObject: allow it.';
    for (const message of messagesOf(DENIED)) {
      expect(message).toContain('The report was not archived');
      expect(message).not.toContain('s3.console');
    }
    expect(emailOf(DENIED).split(sentence)).toHaveLength(2);
    const { changes: quiet, report: plain } = messageOf('repaired');
    const { sections } = viewFor({ ...plain, notices: [] }, { changes: quiet, archiving: DENIED });
    expect(sections.map(({ kind }) => kind)).toContain('notes');
  });

  test('says of a part that is missing which one', () => {
    expect(emailOf({ place: PLACE, problem: 'x denied' })).toContain(
      'The report is in the archive, but not all of it: x denied.',
    );
  });

  test('is as ever where nothing was to be archived', () => {
    expect(messagesOf(NOT_ARCHIVED)).toEqual([
      JSON.parse(snsMessage(report, { changes }).message).email,
      JSON.stringify(slackMessage(report, { changes }).message),
      viewChat(viewFor(report, { changes }), report),
    ]);
  });

  test('that is cut names the archive as the place of the rest, and without one the command', () => {
    const cut = (archiving: ArchiveOutcome): string =>
      fitText(viewFor(report, { changes, archiving }), { report, maxBytes: 3000, width: null }).text;
    expect(cut(ARCHIVED)).toMatch(/… and \d+ more: the archived report has all of them\n/);
    expect(cut(NOT_ARCHIVED)).toMatch(/… and \d+ more: `macie-warden alerts` lists them\n/);
  });
});

test.each([
  ['us-east-1', 'https://s3.console.aws.amazon.com/s3/object/b?region=us-east-1&prefix=k.html'],
  ['cn-north-1', 'https://console.amazonaws.cn/s3/object/b?region=cn-north-1&prefix=k.html'],
  ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/s3/object/b?region=us-gov-west-1&prefix=k.html'],
])('the console of %s', (region, url) => {
  expect(archiveUrl({ bucket: 'b', region, key: 'k' })).toBe(url);
});
