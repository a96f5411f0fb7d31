import { expect, test } from '@jest/globals';
import { LIMITS } from '../../lib/app/scan/deps.ts';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { codesIn, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/changes.md';

/** The values of a union of string literals in a file, such as `kind: 'sets'`. */
function literalsOf(path: string, pattern: RegExp): readonly string[] {
  return [...new Set([...textOf(path).matchAll(pattern)].map(([, value]) => value ?? ''))].toSorted();
}

function namesIn(title: string): readonly string[] {
  return tableOf(PATH, title)
    .flatMap(([first = '']) => codesIn(first))
    .toSorted();
}

test('the table of expected states has every kind', () => {
  const kinds = literalsOf('lib/core/activity/expected-state.ts', /readonly kind: '([^']+)'/g);
  expect(namesIn('expected state')).toEqual(kinds);
});

test('the table of outcomes of the ledger has every outcome', () => {
  const [, union = ''] = /readonly outcome: (.*);/.exec(textOf('lib/core/guard-rails/repair-attempt.ts')) ?? [];
  const outcomes = [...union.matchAll(/'([^']+)'/g)].map(([, outcome]) => outcome ?? '');
  expect(namesIn('outcome')).toEqual(outcomes.toSorted());
});

test('the guard rails have the defaults of a policy', () => {
  const { limits } = parsePolicy('version: 1\ndesired: { status: ENABLED }\n', PATH);
  const text = textOf(PATH);
  expect(text).toContain(`\`limits.coolDown\` (${limits.coolDown.replace('s', ' s')})`);
  expect(text).toContain(`\`limits.maxRepairs\` (${limits.maxRepairs})`);
  expect(text).toContain(`\`limits.maxActions\` (${limits.maxActions})`);
});

test('readings are repeated after the waits that the guide lists', () => {
  const waits = LIMITS.expectedStateWaitsMs.map((ms) => String(ms / 1000));
  expect(textOf(PATH)).toContain(`after ${waits.slice(0, -1).join(', ')} and ${waits.at(-1)} seconds`);
});
