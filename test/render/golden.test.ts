import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMATS, type Format } from '../../lib/render/formats/index.ts';
import { slackMessage } from '../../lib/render/messages/slack.ts';
import { snsMessage } from '../../lib/render/messages/sns.ts';
import type { MessageContent } from '../../lib/render/view/content.ts';
import type { Report } from '../../lib/core/compliance/report.ts';
import { DIGEST, MESSAGES } from '../fixtures/changes.ts';
import { LARGE, REPORTS } from '../fixtures/reports.ts';

// UPDATE_GOLDEN=1 writes the files anew: read the difference before you commit it.
const GOLDEN = join(import.meta.dirname, '../golden');
const EXTENSIONS: Readonly<Record<Format, string>> = {
  text: 'txt',
  json: 'json',
  csv: 'csv',
  markdown: 'md',
  chat: 'json',
  html: 'html',
  ocsf: 'jsonl',
  junit: 'xml',
};
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';

/** A file for a person: of a very long output the ends, and how long it was. */
function excerpt(output: string): string {
  const lines = output.split('\n');
  const sha256 = createHash('sha256').update(output).digest('hex');
  return [
    ...lines.slice(0, 25),
    `[${lines.length} lines, ${output.length} characters, sha256 ${sha256}]`,
    ...lines.slice(-12),
  ].join('\n');
}

const CASES = Object.keys(FORMATS).flatMap((name) => {
  const format = name as Format;
  const render = FORMATS[format];
  const files = Object.entries(REPORTS).map(
    ([report, value]) => [`${format}/${report}.${EXTENSIONS[format]}`, () => render(value)] as const,
  );
  return [...files, [`${format}/5000-results.excerpt.txt`, async () => excerpt(await render(LARGE))] as const];
});

interface Message {
  readonly report: Report;
  readonly content: MessageContent;
}

const CONTENTS: Readonly<Record<string, Message>> = {
  ...Object.fromEntries(
    Object.entries(MESSAGES).map(([name, { report, changes }]) => [name, { report, content: { changes } }]),
  ),
  digest: { report: REPORTS.mixed, content: { digest: DIGEST } },
};

/** As a mail program shows it. */
function email({ report, content }: Message): string {
  const { subject, message } = snsMessage(report, content);
  return `Subject: ${subject}\n\n${JSON.parse(message).email}`;
}

const CHANGE_CASES = Object.entries(CONTENTS).flatMap(([name, message]) => {
  const { report, content } = message;
  return [
    [`changes/${name}.txt`, () => email(message)] as const,
    [`changes/${name}.chat.json`, () => String(JSON.parse(snsMessage(report, content).message).https)] as const,
    [
      `changes/${name}.slack.json`,
      () => `${JSON.stringify(slackMessage(report, content).message, null, 2)}\n`,
    ] as const,
  ];
});
const ALL = [...CASES, ...CHANGE_CASES];

describe('the golden files', () => {
  test.each(ALL)('%s is as it was reviewed', async (file, render) => {
    const path = join(GOLDEN, file);
    if (isUpdating) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, await render());
    }
    expect(await render()).toBe(readFileSync(path, 'utf8'));
  });

  test('there is no golden file without a case', () => {
    const files = readdirSync(GOLDEN, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ parentPath, name }) => join(parentPath, name).slice(GOLDEN.length + 1)).toSorted()).toEqual(
      ALL.map(([file]) => file).toSorted(),
    );
  });
});
