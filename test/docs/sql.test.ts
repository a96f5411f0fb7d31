import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QUERY_FORMATS } from '../../lib/render/formats/query-lines.ts';
import { TABLES } from '../../lib/sql/table-list.ts';
import { SESSION_NAMES } from '../../lib/sql/tables.ts';
import { sandboxEnv, startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { atTerminal, type Shown } from '../cli/at-terminal.ts';
import { codesIn, sectionOf, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/sql.md';
const blocks = (language: string): readonly string[] =>
  [...textOf(PATH).matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, code = '']) => code.trim());
const EXAMPLES = blocks('sql');

let sandbox: Sandbox;
const cwd = mkdtempSync(join(tmpdir(), 'sql-'));
const policy = join(cwd, 'policy.yml');

beforeAll(async () => {
  const world = `
tables: [macie-warden-prod]
accounts: { "111122223333": { sessions: { us-east-1: { status: PAUSED }, eu-west-1: {} } } }
faults: [{ kind: deny, match: { regions: [us-west-2], operations: ["macie2:*"] } }]`;
  sandbox = await startSandbox({ world: parseWorld(world, 'world') });
  writeFileSync(policy, 'version: 1\nregions: [us-east-1, us-west-2, eu-west-1]\ndesired: { status: ENABLED }\n');
});
afterAll(() => sandbox.close());

const run = (args: readonly string[]): Promise<Shown> => atTerminal([...args, '-q'], { cwd, env: sandboxEnv(sandbox) });

/** The tables of the state have no run, and one target is unread: 2. */
function codeOf(sql: string): number {
  if (sql.startsWith('UPDATE')) return 1;
  if (/us-east-1'|FROM accounts|LIKE 'eu-|<> 'unknown'/.test(sql)) return 0;
  return 2;
}

test.each(EXAMPLES)('%s', async (sql) => {
  const { code, stderr } = await run(['query', '-p', policy, sql]);
  expect({ code, stderr }).toEqual({ code: codeOf(sql), stderr: expect.not.stringContaining('SQL, line') });
});

test('every command runs', async () => {
  const commands = blocks('sh').flatMap((block) => block.split('\n'));
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands) {
    const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    const args = words.slice(words.indexOf('macie-warden') + 1);
    const options = args.includes('--no-policy') ? [] : ['-p', policy];
    const { code, stderr } = await run([...args, ...options]);
    expect({ command, code, stderr }).not.toMatchObject({ code: 3 });
  }
});

test('the tables have the columns of the documents', () => {
  for (const { name, columns } of TABLES) {
    const rows = tableOf(PATH, `column of \`${name}\``).map(([column = '', meaning]) => [codesIn(column)[0], meaning]);
    expect(Object.fromEntries(rows)).toEqual(columns);
  }
});

test('every name of sessions, every format and every table is named', () => {
  const codes = codesIn(textOf(PATH).replaceAll(/```[^]*?```/g, ''));
  expect(codes).toEqual(
    expect.arrayContaining([...SESSION_NAMES, ...QUERY_FORMATS, ...TABLES.map(({ name }) => name)]),
  );
});

test('every table is in the cookbook', () => {
  const cookbook = sectionOf(PATH, 'Cookbook');
  for (const { name } of TABLES) expect(cookbook).toMatch(new RegExp(`(?:FROM|JOIN) ${name}\\b`));
});
