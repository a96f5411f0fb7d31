import { expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCheckEvent } from '../../lib/app/check/check-event.ts';
import { createCommand } from '../../sandbox/options.ts';
import { PARAMETERS } from '../../serverless/parameters.ts';
import { warden } from '../cli/warden.ts';
import { textOf } from './markdown.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const TEXT = PAGES.filter((path) => path.endsWith('.md'))
  .map(textOf)
  .join('\n');

/** The commands that begin with a text, as lists of words, each once. */
function commandsOf(start: string): readonly (readonly string[])[] {
  const found = TEXT.split('\n').flatMap((line) => line.split(start).slice(1));
  const commands = found.map((rest) => /^ ((?:'[^']*'|[^`#>|'])*)/.exec(rest)?.[1]?.trim() ?? '');
  return [...new Set(commands)].map((command) =>
    [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
}

const isPlaceholder = (text: string): boolean => /^[A-Z]+$/.test(text);

/** The words before the first option. */
function nameOf(words: readonly string[]): string {
  const end = words.findIndex((word) => word.startsWith('-'));
  return words.slice(0, end === -1 ? undefined : end).join(' ');
}

/** Of the commands of Serverless, their options by name. */
const COMMANDS: ReadonlyMap<string, { readonly options: Readonly<Record<string, object>> }> = createRequire(
  import.meta.url,
)('serverless/lib/cli/commands-schema/aws-service.js');

test.each(commandsOf('npx serverless').map((words) => [words.join(' '), words]))(
  'npx serverless %s is a command of Serverless with options, parameters, payload and files that are there',
  (_, words) => {
    const name = nameOf(words as readonly string[]);
    const options = Object.fromEntries(
      Object.keys(COMMANDS.get(name)?.options ?? {}).map((option) => [
        option,
        { type: 'string', multiple: true } as const,
      ]),
    );
    const { values } = parseArgs({
      args: words.slice(name.split(' ').length) as string[],
      options: { ...options, function: { type: 'string', short: 'f', multiple: true } },
    });
    const given: Readonly<Record<string, readonly string[] | undefined>> = values;
    for (const param of given['param'] ?? []) expect(PARAMETERS).toContain(param.split('=')[0]);
    for (const data of given['data'] ?? []) expect(() => parseCheckEvent(JSON.parse(data))).not.toThrow();
    for (const path of given['path'] ?? []) expect(isPlaceholder(path) || existsSync(join(ROOT, path))).toBe(true);
  },
);

test('every command after npx serverless is one of Serverless', () => {
  const names = commandsOf('npx serverless').map(nameOf);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !COMMANDS.has(name))).toEqual([]);
});

test.each(commandsOf('npm run sandbox --').map((words) => [words.join(' '), words]))(
  'npm run sandbox -- %s has options and files that are there',
  (_, words) => {
    const command = createCommand()
      .exitOverride()
      .parse(words as string[], { from: 'user' });
    const { world } = command.opts<{ world?: string }>();
    expect(world === undefined || existsSync(join(ROOT, world))).toBe(true);
  },
);

/** The calls of the command line: between backticks, and at the start of a line of a block. */
function callsOfWarden(): readonly (readonly string[])[] {
  const parts = TEXT.split(/^ *```.*$/m);
  const code = parts.flatMap((part, index) =>
    index % 2 === 1
      ? part.split('\n').map((line) => line.replace(/^\s*(?:\$ )?(?:npx )?/, ''))
      : [...part.matchAll(/`(?:npx )?([^`]+)`/g)].map(([, inline = '']) => inline),
  );
  const calls = code.flatMap((text) => /^macie-warden ((?:'[^']*'|"[^"]*"|[^`#>|'"])*)/.exec(text)?.[1]?.trim() ?? []);
  return [...new Set(calls)].map((call) =>
    [...call.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, word]) => single ?? double ?? word ?? ''),
  );
}

const WARDEN = callsOfWarden();

test('the guides call the command line by the name of its package', () => {
  expect(WARDEN.length).toBeGreaterThan(40);
});

test.each([...new Set(WARDEN.map(nameOf))])('warden %s has the options that the guides give it', async (name) => {
  const { code, stdout } = await warden([...name.split(' '), '--help'], { cwd: ROOT });
  expect(code).toBe(0);
  // The rest are arguments.
  const [, command = ''] = /^Usage: (?:npm run --silent )?warden (?:-- )?([a-z]+(?:[- ][a-z]+)*)/.exec(stdout) ?? [];
  expect(`${name} `.startsWith(`${command} `)).toBe(true);
  const used = WARDEN.filter((words) => nameOf(words) === name)
    .flat()
    .filter((word) => word.startsWith('--'));
  expect(used.filter((option) => !stdout.includes(`${option} `) && !stdout.includes(`${option},`))).toEqual([]);
});
