import { describe, expect, test } from '@jest/globals';
import { badPathIn, fill, read, write } from '../../../../sandbox/stack/machine/paths.ts';

const scope = { input: { a: { b: [1, 2] }, c: null }, executionName: 'run-1' };

describe('a path', () => {
  test.each([
    ['$', scope.input],
    ['$.a', { b: [1, 2] }],
    ['$.a.b', [1, 2]],
    ['$.c', null],
    ['$$.Execution.Name', 'run-1'],
  ])('%s is read', (path, value) => {
    expect(read(path, scope)).toEqual(value);
  });

  test.each(['$.x', '$.a.x', '$.c.x', '$.a.b.length', '$.toString'])('%s is not in the input', (path) => {
    expect(() => read(path, scope)).toThrow(expect.objectContaining({ error: 'States.Runtime' }));
  });

  test('a result replaces the input, or goes to a place in a copy of it', () => {
    expect(write('$', { a: 1 }, 2)).toBe(2);
    const input = { a: { b: 1 } };
    expect(write('$.a.c', input, 2)).toEqual({ a: { b: 1, c: 2 } });
    expect(write('$.x.y', input, 2)).toEqual({ a: { b: 1 }, x: { y: 2 } });
    expect(input).toEqual({ a: { b: 1 } });
  });

  test('a result has no place in a value without fields', () => {
    expect(() => write('$.a.b', { a: 1 }, 2)).toThrow(
      expect.objectContaining({ error: 'States.ResultPathMatchFailure' }),
    );
  });
});

describe('a template', () => {
  test('fields that end with .$ are read, at any depth, and others stay', () => {
    const template = { 'run.$': '$$.Execution.Name', in: [{ 'b.$': '$.a.b', text: '$.a' }], count: 1, none: null };
    expect(fill(template, scope)).toEqual({ run: 'run-1', in: [{ b: [1, 2], text: '$.a' }], count: 1, none: null });
    expect(badPathIn(template)).toBeNull();
  });

  test.each([
    '$..a',
    '$.a[0]',
    "$['a']",
    '$$',
    '$$.Map.Item.Index',
    '$$.Execution.Id',
    '$a',
    'a',
    '',
    "States.Format('{}', $.a)",
    1,
    null,
  ])('%j is a path that it does not know', (path) => {
    expect(badPathIn({ 'x.$': path })).toBe(`x.$ ${JSON.stringify(path)}`);
    expect(badPathIn({ deep: [{ 'x.$': path }] })).not.toBeNull();
  });
});
