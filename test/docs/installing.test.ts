import { describe, expect, test } from '@jest/globals';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { VARIANTS } from '../../release/variants.ts';
import { readTemplate } from '../package/member-template.ts';
import { codesIn, sectionOf, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/installing.md';
const STACK = sectionOf(PATH, 'The stack without a clone');
const example = (heading: string): string => STACK.split(`### ${heading}\n`)[1]?.split('\n### ')[0] ?? '';
const captures = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);
const { params } = parse(textOf('serverless.yml').replaceAll(/!\w+/g, ''));
const CHOICES = tableOf(PATH, 'in a clone').flatMap(([names = '', value = '']) =>
  codesIn(names).map((name): [string, string] => [name, codesIn(value)[0] ?? value]),
);
const PARAMETERS = tableOf(PATH, 'parameter').map(([name = '', , without = '']) => ({
  name: codesIn(name)[0] ?? '',
  isRequired: without === 'required',
}));

describe('the templates of a release', () => {
  test('the table of choices has each parameter of packaging once', () => {
    expect(CHOICES.map(([name]) => name).toSorted()).toEqual(Object.keys(params.default).toSorted());
  });

  test('a choice is that of the variants, a parameter of the template, or the default of packaging', () => {
    const ofVariants = new Set(VARIANTS.flatMap(({ params: given }) => Object.keys(given)));
    const decided = new Set(['the choice of the file', ...PARAMETERS.map(({ name }) => name)]);
    const names = CHOICES.filter(([, value]) => decided.has(value)).map(([name]) => name);
    expect(names.toSorted()).toEqual([...ofVariants].toSorted());
    const rest = CHOICES.filter(([, value]) => !decided.has(value));
    const defaults = rest.map(([name]) => [name, String(params.default[name]) || 'none']);
    expect(rest).toEqual(defaults);
  });

  test.each([
    ['AWS CLI', / ([A-Z]\w+)=/g],
    ['Terraform', /^ +([A-Z]\w+) += /gm],
    ['CDK', /\b([A-Z]\w+): '/g],
  ])('the example of %s gives parameters that there are, and each that is required', (heading, pattern) => {
    const given = captures(example(heading), pattern);
    expect(given.filter((name) => !PARAMETERS.some((one) => one.name === name))).toEqual([]);
    const required = PARAMETERS.filter(({ isRequired, name }) => isRequired && name !== 'OrganizationId');
    expect(given).toEqual(expect.arrayContaining(required.map(({ name }) => name)));
  });

  test('the template that Terraform reads was copied before', () => {
    const [url = ''] = captures(example('Terraform'), /template_url = "https:\/\/[^/]+\/(.*)"/g);
    expect(STACK.split('### ')[0]).toContain(`aws s3 cp ${url} s3://my-artifacts/`);
  });
});

describe('the StackSet', () => {
  const { Parameters } = readTemplate('member');
  const command = example('StackSets');

  test('gives the template its parameters, and every one that it requires', () => {
    const given = captures(command, /ParameterKey=(\w+)/g);
    expect(given.filter((name) => !(name in Parameters))).toEqual([]);
    const required = Object.entries(Parameters).flatMap(([name, one]) => ('Default' in one ? [] : [name]));
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
  });

  test('quotes the lists, in which the AWS CLI takes a comma for the end of a value', () => {
    const lists = Object.entries(Parameters).filter(([, one]) => Object(one).Type === 'CommaDelimitedList');
    const bare = lists.filter(([name]) => new RegExp(`${name},ParameterValue=[^']`).test(command));
    expect(lists.length).toBeGreaterThan(0);
    expect(bare).toEqual([]);
  });

  test('has templates that fit into a call', () => {
    for (const name of ['member', 'forwarder'])
      expect(statSync(join(import.meta.dirname, `../../resources/${name}.yml`)).size).toBeLessThan(51_200);
  });
});
