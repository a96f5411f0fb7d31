import { expect, test } from '@jest/globals';
import { capitalize, countOf, sentence } from '../../../lib/render/words/sentence.ts';

test.each([
  ['the run was stopped', 'The run was stopped.'],
  ['macie-warden has repaired it', 'macie-warden has repaired it.'],
  ['It ended.', 'It ended.'],
  ['', '.'],
])('%j is the sentence %j', (text, expected) => {
  expect(sentence(text)).toBe(expected);
});

test('a capital leaves the name of the project as it is', () => {
  expect([capitalize('élan'), capitalize('macie-warden never pauses Macie')]).toEqual([
    'Élan',
    'macie-warden never pauses Macie',
  ]);
});

test('counts have a plural', () => {
  expect([countOf(0, 'target'), countOf(1, 'target'), countOf(2, 'target')]).toEqual([
    '0 targets',
    '1 target',
    '2 targets',
  ]);
});

test('keeps the small letter of an operation', () => {
  expect(sentence('macie2:GetMacieSession was denied')).toBe('macie2:GetMacieSession was denied.');
  expect(sentence('no answer: it was late')).toBe('No answer: it was late.');
});
