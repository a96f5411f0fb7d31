import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARAMETERS } from '../../serverless/parameters.ts';
import { warden } from '../cli/warden.ts';
import { codesIn, textOf } from './markdown.ts';

const ROOT = join(import.meta.dirname, '../..');
const TEXT = textOf('docs/first-deployment.md');
const ROWS = TEXT.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:-|assumption )/.test(line))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** Commands of the AWS CLI that have another name than their client, and those of S3's API. */
const CLIENTS: Readonly<Record<string, string>> = { events: 'eventbridge', stepfunctions: 'sfn', s3api: 's3' };

const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`(aws [a-z0-9-]+ [a-z0-9-]+[^`]*)\\?`/g)].map(([, command = '']) => command);

/** The commands that `warden doctor` tells a person to run. */
const TO_DO = readdirSync(join(ROOT, 'lib/app/doctor'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => commandsIn(readFileSync(join(ROOT, 'lib/app/doctor', name), 'utf8').replaceAll('\\`', '`')));

test('each assumption has how it is seen, and what to do if it is otherwise', () => {
  expect(ROWS.length).toBeGreaterThan(35);
  expect(ROWS.filter((cells) => cells.length !== 3 || cells.some((cell) => cell === ''))).toEqual([]);
  expect(TEXT.match(/^\| assumption +\| see it +\| if it is otherwise +\|$/gm)).toHaveLength(
    (TEXT.match(/^\| assumption/gm) ?? []).length,
  );
});

test.each([...new Set([...commandsIn(TEXT), ...TO_DO].map((command) => command.split(' ').slice(1, 3).join(' ')))])(
  'aws %s is an operation of its service',
  async (command) => {
    const [service = '', operation = ''] = command.split(' ');
    const client: object = await import(`@aws-sdk/client-${CLIENTS[service] ?? service}`);
    const title = operation.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    const names = Object.keys(client).map((name) => name.toLowerCase());
    // The CLI calls the function what the API calls Invoke.
    expect(names).toContain(`${title}Command`.toLowerCase());
  },
);

test('a command of this project is written as it is typed', async () => {
  const { stdout } = await warden(['--help'], { cwd: ROOT });
  const names = [...stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining(['doctor', 'apply', 'accounts', 'sessions']));
  const codes = ROWS.flatMap((cells) => cells.flatMap(codesIn));
  const bare = codes.filter(
    (code) => names.some((name) => code.startsWith(`${name} --`)) || code.startsWith('warden '),
  );
  expect(bare).toEqual([]);
});

describe('what the page names is there', () => {
  test.each([...new Set(TEXT.match(/\b(?:resources|docs)\/[\w.-]+\.\w+/g) ?? [])])('%s', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });

  test('parameters of the stack', () => {
    const named = ROWS.flatMap((cells) => cells.flatMap(codesIn)).flatMap(
      (code) => /^([a-z]+(?:[A-Z]\w*)+)$/.exec(code)?.[1] ?? [],
    );
    const others = new Set(['automatedDiscovery', 'invitedAt']);
    expect(named.filter((name) => !others.has(name) && !PARAMETERS.includes(name))).toEqual([]);
    expect(named).toContain('slackTokenParameter');
  });

  test('the statement that an opt-in Region may need', () => {
    const [, sid = '', file = ''] = /statement (\w+) of (resources\/[\w.-]+)/.exec(TEXT) ?? [];
    expect(textOf(file)).toContain(`Sid: ${sid}`);
  });
});
