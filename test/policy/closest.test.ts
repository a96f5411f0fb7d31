import { expect, test } from '@jest/globals';
import { closest } from '../../lib/policy/closest.ts';

const REGIONS = ['eu-west-1', 'us-east-1'];

test.each([
  ['eu-wset-1', REGIONS, 'eu-west-1'],
  ['EU-WEST-1', REGIONS, 'eu-west-1'],
  [' eu-west-1', REGIONS, 'eu-west-1'],
  ['al', ['all'], 'all'],
  // Nothing in common is no typing error, however short the words are.
  [' ', ['ep'], null],
  ['', ['ep'], null],
  ['xy', ['ep'], null],
  ['x', ['ep'], null],
  ['antarctica', REGIONS, null],
  ['eu-west-1', [], null],
])('%j among %j: %j', (word, candidates, expected) => {
  expect(closest(word, candidates)).toBe(expected);
});
