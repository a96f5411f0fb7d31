import { expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../lib/policy/parse.ts';
import { OWN, PROD, useOrganization } from '../cli/organization.ts';
import { codesIn, tableOf, textOf } from './markdown.ts';

const PATH = 'docs/organization.md';
const { world, policy, calls, allCalls, run, folder } = useOrganization();
const BLOCKS = [...textOf(PATH).matchAll(/```(\w*)\n([^]*?)```/g)].map(([, , text = '']) => text);
const [POLICY = ''] = BLOCKS;

test('the policy is one', () => {
  expect(parsePolicy(POLICY, PATH)).toMatchObject({ accounts: 'organization', roles: { externalId: 's3cret' } });
});

test('the commands give the outputs that are shown', async () => {
  world();
  writeFileSync(join(folder(), 'policy.yml'), POLICY);
  const shown = BLOCKS.filter((text) => text.startsWith('$ '));
  expect(shown).toHaveLength(2);
  for (const block of shown) {
    const [command = '', ...lines] = block.split('\n');
    const ran = await run(command.replace('$ macie-warden ', '').split(' '));
    expect(ran.stdout).toBe(lines.join('\n'));
  }
});

/** Operations that IAM has another name for. */
const OPERATIONS: Readonly<Record<string, string>> = { 's3:ListAllMyBuckets': 'ListBuckets' };
const ALLOWED = new Map(tableOf(PATH, 'identity').map(([who = '', actions = '']) => [who, codesIn(actions)]));

test('a run makes no call that the tables do not allow', async () => {
  world({ prod: ', sessions: { eu-west-1: null }', dev: ', sessions: { "*": { status: PAUSED } }' });
  policy('remediation: enforce');
  await run(['apply', '--yes']);
  await run(['accounts']);
  const walk = ['ListRoots', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent'];
  const actionsOf = (who: string) =>
    (ALLOWED.get(who) ?? []).map((action) => OPERATIONS[action] ?? action.split(':')[1]);
  const elsewhere = [...actionsOf('the role that reads'), ...actionsOf('the role that repairs')];
  // Nobody needs a permission for it.
  const made = allCalls().filter(({ operation }) => operation !== 'GetCallerIdentity');
  const others = made.filter(({ accountId }) => accountId !== OWN).map(({ operation }) => operation);
  expect(new Set(others)).toContain('EnableMacie');
  expect(others.filter((operation) => !elsewhere.includes(operation))).toEqual([]);
  const own = made.filter(({ accountId }) => accountId === OWN).map(({ operation }) => operation);
  const atHome = new Set<string | undefined>([...actionsOf('the caller'), ...elsewhere, ...walk]);
  expect(own.filter((operation) => !atHome.has(operation))).toEqual([]);
  expect(calls('AssumeRole').length).toBeGreaterThan(0);
  expect(made.some(({ accountId }) => accountId === PROD)).toBe(true);
});
