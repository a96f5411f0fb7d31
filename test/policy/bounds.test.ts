import { expect, test } from '@jest/globals';
import { PolicyError } from '../../lib/policy/error.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';

const HEAD = 'version: 1\ndesired: { status: ENABLED }\n';

function linesFor(text: string): readonly string[] {
  try {
    parsePolicy(text, 'policy.yml');
  } catch (error) {
    if (error instanceof PolicyError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

test.each([
  ['unknown keys', HEAD + lines(20_000, (index) => `key${index}: 1`), 20_000],
  ['keys that are repeated', HEAD + lines(60, () => 'key: 1'), 59],
  ['malformed Regions', `${HEAD}regions: [${'EU-WEST-1,US-EAST-1,'.repeat(30)}]`, 60 + 58],
  ['wrong values', `${HEAD}alerts: { channels: { sns: [${'x,'.repeat(51)}] } }`, 51],
])('of many %s, the first 50 are shown and the others counted', (_, text, count) => {
  const shown = linesFor(text);
  expect(shown).toHaveLength(51);
  const more = count - 50;
  expect(shown.at(-1)).toBe(`policy.yml: and ${more} more ${more === 1 ? 'problem' : 'problems'}`);
});

test('the problems that are shown are the first ones of the file', () => {
  const text = `version: 1\nnotify: never\n${lines(60, (index) => `key${index}: 1`)}desired: { status: ON }\n`;
  const shown = linesFor(text);
  expect(shown[0]).toMatch(/^policy\.yml:2:9: notify:/);
  expect(shown[49]).toMatch(/^policy\.yml:51:1: key48:/);
});

test('50 problems are all shown', () => {
  expect(linesFor(HEAD + lines(50, (index) => `key${index}: 1`))).toHaveLength(50);
});

const override = (index: number): string =>
  `- { match: { accounts: ["${100_000_000_000 + index}"] }, remediation: report }`;

test('10,000 rules are taken, and more are refused in one sentence', () => {
  expect(linesFor(`${HEAD}overrides:\n${lines(10_000, override)}`)).toEqual([]);
  expect(linesFor(`${HEAD}overrides:\n${lines(10_001, override)}`)).toEqual([
    'policy.yml:4:1: overrides: expected at most 10000 overrides and waivers, found 10001. Match several accounts or Regions in one rule',
  ]);
});

test('overrides and waivers are counted together', () => {
  const text = `${HEAD}overrides:\n${lines(4000, override)}waivers:\n${lines(6001, () => '- {}')}`;
  expect(linesFor(text)).toEqual([expect.stringMatching(/waivers: expected at most 10000 .* found 10001/)]);
});

test('a text that takes seconds to read is refused unread', () => {
  expect(linesFor(`${HEAD}overrides:\n${lines(100_000, override)}`)).toEqual([
    'policy.yml: expected a policy of at most 1000000 characters, found 6500051. Match several accounts or Regions in one rule',
  ]);
});

test('more aliases than a policy needs are refused', () => {
  expect(linesFor(`${HEAD}overrides: &a []\nwaivers: [${'*a,'.repeat(300)}]`)).toEqual([
    expect.stringMatching(/expected few aliases, found aliases that make too many copies/),
  ]);
});

test('an unknown key as long as a page gets no guess', () => {
  expect(linesFor(`${HEAD}${'x'.repeat(10_000)}: 1`)).toEqual([expect.not.stringContaining('Did you mean')]);
});
