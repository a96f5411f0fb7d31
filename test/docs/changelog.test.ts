import { expect, test } from '@jest/globals';
import { ALERT_KINDS } from '../../lib/core/alerts/model.ts';
import { codesIn, tableOf, textOf } from './markdown.ts';

test('the new names of the CHANGELOG are those of the code', () => {
  const renamed = new Map(tableOf('CHANGELOG.md', '').map(([what = '', , now = '']) => [what, codesIn(now)]));
  expect(ALERT_KINDS).toEqual(expect.arrayContaining([...(renamed.get('alert kinds') ?? [])]));
  for (const [what, path] of [
    ['metrics', 'lib/app/wiring/metrics.ts'],
    ['log fields', 'lib/app/wiring/log.ts'],
    ['answer of `change`', 'lib/app/change/change.ts'],
    ['trigger in text reports', 'lib/render/words/report-words.ts'],
    ['alerts in JSON', 'report.schema.json'],
  ] as const) {
    const names = renamed.get(what) ?? [];
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !textOf(path).includes(name))).toEqual([]);
  }
});

test('each entry of the CHANGELOG is there once, and no paragraph runs into one', () => {
  const lines = textOf('CHANGELOG.md').split('\n');
  const entries = lines.filter((line) => line.startsWith('- ')).map((line) => line.split(/[:;.]/, 1)[0]);
  expect(entries.filter((entry, index) => entries.indexOf(entry) !== index && (entry ?? '').length > 30)).toEqual([]);
  expect(lines.filter((line, index) => /^[A-Za-z]/.test(line) && lines[index - 1] !== '')).toEqual([]);
});
