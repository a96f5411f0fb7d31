import { describe, expect, test } from '@jest/globals';
import { SETTINGS } from '../../lib/core/settings/index.ts';
import { groupOf } from '../../lib/core/settings/registry.ts';
import { codesIn, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/policy.md';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly default?: unknown;
}

/** The keys of a schema, to the maps at the bottom; `desired` has a table of its own. */
function leavesOf(schema: Schema, path = ''): readonly (readonly [string, Schema])[] {
  const { properties } = schema;
  if (!properties || path === 'desired') return [[path, schema]];
  return Object.entries(properties).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}

const leaves = leavesOf(JSON.parse(textOf('policy.schema.json'))).filter(([key]) => !key.startsWith('$'));
const rows = tableOf(PATH, 'key');

test('the table of keys has every key of the schema', () => {
  expect(rows.flatMap(([key = '']) => codesIn(key)).toSorted()).toEqual(leaves.map(([key]) => key).toSorted());
});

test('the table of keys has the defaults of the schema', () => {
  const simple = leaves.filter(([, schema]) => ['string', 'number'].includes(typeof schema.default));
  for (const [key, { default: value }] of simple) {
    const row = rows.find(([name = '']) => codesIn(name).includes(key));
    expect([key, codesIn(row?.[2] ?? '')]).toEqual([key, [String(value)]]);
  }
});

test('the table of settings has the registry: ids, values, repairs', () => {
  const settings = tableOf(PATH, 'setting in `desired`');
  expect(settings.map(([id = '']) => codesIn(id)[0])).toEqual(SETTINGS.map(({ id }) => id));
  expect(settings.map(([, , repairedBy]) => repairedBy)).toEqual(SETTINGS.map(({ repairedBy }) => repairedBy));
  const values = settings.map(([id = '', names = '']) => [id, codesIn(names)]);
  const enums = SETTINGS.flatMap(({ id, schema }) => (schema.kind === 'enum' ? [[`\`${id}\``, schema.values]] : []));
  expect(values).toEqual(expect.arrayContaining(enums));
});

describe.each(SETTINGS.map(({ id, group }) => [id, group] as const))('the text on %s', (id, group) => {
  const [map = ''] = id.split('.');
  const named = new RegExp(`\`(?:${id}|${map})(?::[^\`]*)?\``);
  const [, settings = ''] = /\n\| setting in [^]*?\n\n([^]*?)\n## Matching/.exec(textOf(PATH)) ?? [];
  const text = settings
    .split('\n\n')
    .filter((paragraph) => named.test(paragraph))
    .join('\n');

  test('names the call that reads it and those that write it, as permissions', () => {
    expect(text).toMatch(/`(?:macie2|securityhub):(?:Get|List|Describe)[A-Za-z]+`/);
    const missing = Object.keys(groupOf(group).operations).filter((operation) => !text.includes(`${operation}\``));
    expect(missing).toEqual([]);
  });

  test('says what it costs', () => {
    expect(text).toMatch(/\bcharge[sd]?\b|\bcosts? nothing\b|\bprice\b/);
  });
});
