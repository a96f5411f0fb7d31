import { expect, test } from '@jest/globals';
import { codesIn, tableOf, textOf } from './markdown.ts';

test('every rule of CONTRIBUTING names a test that is there', () => {
  const held = tableOf('CONTRIBUTING.md', 'rule').map(([, test = '']) => {
    const [path = ''] = codesIn(test);
    return { path, name: test.split('`: ')[1] ?? '' };
  });
  expect(held.length).toBeGreaterThan(10);
  for (const { path, name } of held) expect(textOf(path)).toContain(name);
});
