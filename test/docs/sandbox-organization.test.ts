import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GetMacieSessionCommand, ListMembersCommand } from '@aws-sdk/client-macie2';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { parse } from 'yaml';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { accountSchema } from '../../sandbox/worlds/account-schema.ts';
import { memberAccountSchema, organizationSchema } from '../../sandbox/worlds/organization/schema.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { clientsOf } from '../sandbox/values.ts';
import { codesIn, sectionOf, tableOf } from './markdown.ts';

const PATH = 'docs/sandbox.md';
const EXAMPLE = /```yaml\n([^]*?)```/.exec(sectionOf(PATH, 'Organizations'))?.[1] ?? '';
const ADMINISTRATOR = '111122223333';
const MEMBER = '222200000001';
const ORGANIZATION_KEYS = tableOf(PATH, 'key of the organization');
const ACCOUNT_KEYS = tableOf(PATH, 'key of an account');
const keysOf = (rows: typeof ACCOUNT_KEYS) => rows.map(([key = '']) => codesIn(key)[0]);

/** The world of the example, with these keys changed. */
function worldWith(organization: object, account: object = {}) {
  const { organization: example } = parse(EXAMPLE);
  const accounts = { ...example.accounts, [MEMBER]: { ...example.accounts[MEMBER], ...account } };
  return parseWorld(JSON.stringify({ organization: { ...example, accounts, ...organization } }), PATH);
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('the keys', () => {
  test('of an organization are those of the schema, with their defaults', () => {
    expect(keysOf(ORGANIZATION_KEYS)).toEqual(Object.keys(organizationSchema.shape));
    const defaults = new Map<string, unknown>(
      Object.entries(organizationSchema.parse({ managementAccount: '999900000001' })),
    );
    const documented = ORGANIZATION_KEYS.flatMap(([key = '', value = '']) => {
      const name = codesIn(key)[0] ?? '';
      return typeof defaults.get(name) === 'object' || name === 'lag' ? [] : [[name, value.replaceAll('`', '')]];
    });
    for (const [name = '', value] of documented) {
      if (['managementAccount', 'hub', 'generated', 'automatedDiscovery'].includes(name)) continue;
      expect([name, value]).toEqual([name, String(defaults.get(name))]);
    }
  });

  test('of an account are those that an account outside does not have, and the three that both have', () => {
    const added = Object.keys(memberAccountSchema.shape).filter((key) => !Object.hasOwn(accountSchema.shape, key));
    expect(keysOf(ACCOUNT_KEYS)).toEqual([...added, 'membership', 'automatedDiscovery', 'roles']);
  });

  test.each(ORGANIZATION_KEYS.map((row) => codesIn(row[3] ?? '')[0] ?? ''))('%s', (example) => {
    const given = parse(example);
    const isPart = Object.hasOwn(given, 'accounts') || Object.hasOwn(given, 'organizationalUnits');
    const world = isPart
      ? parseWorld(JSON.stringify({ organization: { managementAccount: '999900000001', ...given } }), PATH)
      : worldWith(given);
    expect(Object.keys(given).every((key) => Object.hasOwn(world.organization ?? {}, key))).toBe(true);
  });

  test.each(ACCOUNT_KEYS.map((row) => codesIn(row[3] ?? '')[0] ?? ''))('%s', (example) => {
    const [key = ''] = Object.keys(parse(example));
    expect(worldWith({}, parse(example)).organization?.accounts[MEMBER]).toHaveProperty(key);
  });
});

test('the example has a member, a suspended one, one that was never added, and a closed account', async () => {
  sandbox.reset(parseWorld(EXAMPLE, PATH));
  const { macie } = clientsOf(sandbox, { account: ADMINISTRATOR });
  const { members = [] } = await macie.send(new ListMembersCommand({ onlyAssociated: 'false' }));
  expect(members.map(({ accountId, relationshipStatus }) => [accountId, relationshipStatus])).toEqual([
    ['999900000001', 'Enabled'],
    ['222200000001', 'Enabled'],
    ['222200000002', 'Paused'],
    ['222200000004', 'AccountSuspended'],
  ]);
});

/** The name of the error of a call, `empty` for an empty list, or null. */
async function resultOf(call: Promise<object>): Promise<string | null> {
  return call.then(
    (output) => (Object.values(output).some((value) => Array.isArray(value) && value.length === 0) ? 'empty' : null),
    ({ name }: Error) => name,
  );
}

/** The calls of a scan that did not end as usual. */
async function changedCalls(): Promise<readonly string[]> {
  const { macie, organizations, sts } = clientsOf(sandbox, { account: ADMINISTRATOR });
  const RoleArn = `arn:aws:iam::${MEMBER}:role/macie-warden-read`;
  const assumed = sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'macie-warden' }));
  const results: [string, string | null][] = [['AssumeRole', await resultOf(assumed)]];
  const key = await assumed.then(
    ({ Credentials }) => Credentials?.AccessKeyId,
    () => undefined,
  );
  for (const name of key === undefined ? [] : ['GetMacieSession', 'second GetMacieSession']) {
    const member = clientsOf(sandbox, { account: key ?? '' }).macie;
    results.push([name, await resultOf(member.send(new GetMacieSessionCommand({})))]);
  }
  results.push(['ListAccounts', await resultOf(organizations.send(new ListAccountsCommand({})))]);
  results.push(['ListMembers', await resultOf(macie.send(new ListMembersCommand({})))]);
  return results.filter(([, result]) => result !== null).map(([name, result]) => `${name}: \`${result}\``);
}

const FAULTS = tableOf(PATH, 'fault').map(([fault = '', example = '', changed = '']) => [fault, example, changed]);

test('without a fault every call of the scan ends as usual', async () => {
  sandbox.reset(parseWorld(EXAMPLE, PATH));
  expect(await changedCalls()).toEqual([]);
});

test.each(FAULTS)('%s: %s', async (_, example = '', changed = '') => {
  sandbox.reset(parseWorld(`${EXAMPLE}\nfaults: [${codesIn(example)[0]}]`, PATH));
  expect((await changedCalls()).join(', ')).toBe(changed);
});

test('the fault for a member is accepted', () => {
  const [, fault = ''] =
    /such as `(\{ kind: deny, match: \{ members[^`]*)`/.exec(sectionOf(PATH, 'Organizations')) ?? [];
  expect(parseWorld(`faults: [${fault}]`, PATH).faults[0]?.match.members).toEqual(['222200000002']);
});
