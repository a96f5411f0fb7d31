import { expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parse } from 'yaml';
import { codesIn, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/deploying.md';
const ROOT = join(import.meta.dirname, '../..');

/** The texts of a folder, as one. */
function textsIn(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => extname(name) !== '')
    .map((name) => textOf(`${folder}/${name}`))
    .join('\n');
}

function firstCodes(title: string): readonly string[] {
  return tableOf(PATH, title).flatMap(([first = '']) => codesIn(first));
}

function captures(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}

test('the table of parameters has those of the stack', () => {
  const { params } = parse(textOf('serverless.yml').replaceAll(/!\w+/g, ''));
  expect(firstCodes('parameter').toSorted()).toEqual(Object.keys(params.default).toSorted());
});

test('the table of alarms has those of the stack, in their order', () => {
  const alarms = ['alarms', 'delivery-alarms', 'archive', 'change-alarms'].flatMap((name) =>
    captures(textOf(`resources/${name}.yml`), /AlarmName: \$\{self:custom\.name\}(-\S+)/g),
  );
  expect(firstCodes('alarm')).toEqual(alarms.map((name) => `…${name}`));
});

test('the table of metrics has every metric, and no other', () => {
  const metrics = captures(textOf('lib/app/wiring/metrics.ts'), /addMetric\('(\w+)'/g);
  expect(firstCodes('metric').toSorted()).toEqual(metrics.toSorted());
});

test('every metric of an alarm or the dashboard is one that a run has', () => {
  const metrics = firstCodes('metric');
  const files = ['alarms', 'delivery-alarms'].map((name) => textOf(`resources/${name}.yml`)).join('\n');
  const ofAlarms = captures(files, /Namespace: MacieWarden\n\s+MetricName: (\w+)/g);
  const ofDashboard = captures(textOf('resources/dashboard.yml'), /"MacieWarden",\s+"(\w+)"/g);
  expect([...ofAlarms, ...ofDashboard].filter((name) => !metrics.includes(name))).toEqual([]);
});

test('the table of permissions has the statements of the role', () => {
  const files = readdirSync(join(ROOT, 'resources')).filter((name) => name.startsWith('access'));
  const sids = files.flatMap((name) => captures(textOf(`resources/${name}`), /Sid: (\w+)/g));
  const named = tableOf(PATH, 'statement').flatMap(([statements = '']) => statements.split(', '));
  expect([...new Set(named)].toSorted()).toEqual([...new Set(sids)].toSorted());
});

test('the log messages are those that the code writes', () => {
  const code = textsIn('lib/app/wiring') + textsIn('handlers/middleware');
  const messages = firstCodes('message').map((message) => message.replaceAll('…', ''));
  expect(messages.filter((message) => !code.includes(message))).toEqual([]);
});
