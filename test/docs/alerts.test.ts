import { expect, test } from '@jest/globals';
import { ALERT_KINDS } from '../../lib/core/alerts/model.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { ALERT_TITLES } from '../../lib/render/words/alert-words.ts';
import { codesIn, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/alerts.md';

test('the table of kinds has every kind with its heading, worst first', () => {
  const rows = tableOf(PATH, 'kind').map(([kind = '', heading]) => [codesIn(kind)[0], heading]);
  expect(rows).toEqual(ALERT_KINDS.map((kind) => [kind, ALERT_TITLES[kind]]));
});

test('the example of channels is a part of a policy', () => {
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(textOf(PATH)) ?? [];
  const { alerts } = parsePolicy(`version: 1\ndesired: { status: ENABLED }\n${example}`, PATH);
  expect(alerts).toMatchObject({ remindAfter: '3d', unreadableAfter: 2 });
  expect(alerts.channels.slack.toSorted()).toEqual(ALERT_KINDS.toSorted());
});

test('the time line of a crash is the one that run-planned.ts has', () => {
  const lines = (text: string): readonly string[] =>
    text
      .split('\n')
      .map((line) => line.replace(/^ \*/, '').trim())
      .filter((line) => line !== '');
  const [, drawn = ''] = /```\n( lock ─[^]*?)```/.exec(textOf(PATH)) ?? [];
  expect(lines(textOf('lib/app/run/planned/run-planned.ts'))).toEqual(expect.arrayContaining([...lines(drawn)]));
});
