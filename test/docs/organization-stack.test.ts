import { expect, test } from '@jest/globals';
import { memberTemplate } from '../package/member-template.ts';
import { allowedActions } from '../package/template.ts';
import { codesIn, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/organization.md';
const captures = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

test('the table of alarms has those of the state machine, in their order', () => {
  const alarms = captures(textOf('resources/organization-alarms.yml'), /AlarmName: \$\{self:custom\.name\}(-\S+)/g);
  expect(tableOf(PATH, 'alarm').flatMap(([first = '']) => codesIn(first))).toEqual(alarms.map((name) => `…${name}`));
  expect(textOf(PATH)).toContain(`${alarms.length} alarms of $0.10 a month`);
});

test('the table of roles has the actions of the template of members', () => {
  const rows = tableOf(PATH, 'role').map(([name = '', actions = '']) => [name, codesIn(actions).toSorted()]);
  expect(rows).toEqual(
    [
      ['read role', 'ReadRole'],
      ['repair role', 'RepairRole'],
      ['forward role', 'ForwardRole'],
    ].map(([name, role = '']) => [name, [...allowedActions(memberTemplate, role)].toSorted()]),
  );
});

test('the tables of steps have the statements of their roles', () => {
  const files = [
    'archive',
    'roles',
    'enforce',
    'access',
    'policy-ssm',
    'slack-webhook',
    'alert-bus',
    'security-hub',
    'topic-key',
    'key',
  ];
  const texts = files.map((name) => textOf(`resources/organization-${name}.yml`)).join('\n');
  const sids = new Set(captures(texts, /Sid: (\w+)/g));
  const onResources = ['ConcludePublishesThroughSns', 'WatchPublishes'];
  const ofAll = ['WriteLog', 'KeepRuns', 'ReadRuns', 'FindRuns'];
  const [, section = ''] = /\n## Permissions of the steps\n([^]*?)\n## /.exec(textOf(PATH)) ?? [];
  const named = captures(section, /\b([A-Z][a-z]+(?:[A-Z][a-z]+)+)\b/g);
  expect(new Set([...named, ...onResources, ...ofAll])).toEqual(sids);
});

test('the command for one account gives the template its parameters, and every one that it requires', () => {
  const [command = ''] = captures(textOf(PATH), /^(aws cloudformation deploy .*member\.yml.*)$/gm);
  const given = captures(command, / ([A-Z]\w+)=/g);
  expect(given.filter((name) => !(name in memberTemplate.Parameters))).toEqual([]);
  const required = Object.entries(memberTemplate.Parameters).flatMap(([name, one]) => ('Default' in one ? [] : [name]));
  expect(required.filter((name) => !given.includes(name))).toEqual([]);
});
