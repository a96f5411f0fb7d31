import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calledAs } from '../../cli/called-as.ts';

const ROOT = join(import.meta.dirname, '../..');
const COMMANDS = String.raw`(?:accounts|alerts|apply|check|completion|cost|doctor|evidence|export-policy|history|init|policy|query|report|sessions?)\b`;

describe('the call in examples of the help', () => {
  test.each([
    ['npm run --silent warden --', '/clone/cli/main.ts', { npm_lifecycle_event: 'warden' }],
    ['npm run --silent warden --', '/clone/cli/main.ts', {}],
    ['macie-warden', '/usr/local/bin/macie-warden', {}],
    ['warden', '/home/me/a folder/node_modules/.bin/warden', {}],
    ['macie-warden', 'C:\\me\\node_modules\\macie-warden\\dist\\macie-warden.js'.replaceAll('\\', '/'), {}],
    ['npx macie-warden', '/home/me/.npm/_npx/1/node_modules/.bin/macie-warden', { npm_lifecycle_event: 'npx' }],
    ['macie-warden', '/home/me/app/node_modules/.bin/macie-warden', { npm_lifecycle_event: 'check-macie' }],
  ])('is %s for %s', (expected, script, env) => {
    expect(calledAs({ script, env })).toBe(expected);
  });
});

/** The lines of code, without whole lines of comment. */
function linesOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => readFileSync(join(ROOT, folder, name), 'utf8').split('\n'))
    .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line));
}

describe('the program in a sentence', () => {
  test.each(['lib', 'handlers', 'cli'])(
    '%s: has the name of the package or that of the call, never the alias',
    (folder) => {
      const alias = new RegExp(`(?<!macie-)\\bwarden(?:: | ${COMMANDS})`);
      expect(linesOf(folder).filter((line) => alias.test(line))).toEqual([]);
    },
  );

  test('of the command line has the name of the call', () => {
    const fixed = new RegExp(`\`macie-warden ${COMMANDS}`);
    expect(linesOf('cli').filter((line) => fixed.test(line))).toEqual([]);
  });
});
