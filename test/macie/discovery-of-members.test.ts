import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { UpdateAutomatedDiscoveryConfigurationCommand, type Macie2Client } from '@aws-sdk/client-macie2';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { readDiscoveryAccounts } from '../../lib/macie/discovery-accounts.ts';
import { readMemberDiscovery, readOwnDiscovery, writeMemberDiscovery } from '../../lib/macie/discovery-of-members.ts';
import type { GroupCall } from '../../lib/macie/group.ts';
import { ADMINISTRATOR, MEMBER, memberWorld, ON, PAUSED } from '../sandbox/services/macie2/members/member-world.ts';
import { clientsOf } from '../sandbox/values.ts';

const ID = 'automatedDiscoveryOfMembers';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
beforeEach(() => start(''));
afterAll(() => sandbox.close());

function start(faults: string): void {
  const world = memberWorld('  automatedDiscovery: { status: ENABLED }\n  generated: { accounts: 60, seed: 1 }');
  sandbox.reset({ ...world, ...(faults === '' ? {} : { faults: parseWorld(`faults: ${faults}`, 'faults').faults }) });
}

function call(account = ADMINISTRATOR): GroupCall {
  const { macie } = clientsOf(sandbox, { account, region: 'eu-west-1' });
  return { client: macie, region: 'eu-west-1', signal: AbortSignal.timeout(60_000), clientToken: 'token' };
}

const asMember = { accountId: MEMBER, memberOf: ADMINISTRATOR };
const asAdministrator = { administrator: ADMINISTRATOR };
const write = (accountId: string) => ({
  group: ID,
  kind: 'put',
  at: ADMINISTRATOR,
  values: { accountId, [ID]: 'ENABLED' },
});

describe('the list of an administrator', () => {
  test('has every member, 25 of them a call', async () => {
    const list = await readDiscoveryAccounts(call());
    expect(list).toMatchObject({ kind: 'accounts', statuses: { [ADMINISTRATOR]: 'ENABLED', [MEMBER]: 'DISABLED' } });
    const members = list.kind === 'accounts' ? Object.keys(list.statuses).length : 0;
    expect(members).toBeGreaterThan(50);
    expect(sandbox.calls).toHaveLength(Math.ceil(members / 25));
  });

  test('that broke off is none', async () => {
    start('[{ match: { operations: [ListAutomatedDiscoveryAccounts] }, kind: deny, after: 1 }]');
    expect(await readDiscoveryAccounts(call())).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
  });

  test('with items that are none is read without them', async () => {
    const items = [{ accountId: MEMBER }, { accountId: 'x', status: 'ENABLED' }, {}, { accountId: ON, status: 7 }];
    const client = answering({ items });
    expect(await readDiscoveryAccounts({ ...call(), client })).toEqual({
      kind: 'accounts',
      statuses: { [MEMBER]: null, [ON]: null },
    });
  });

  test('of an account that is no administrator is refused', async () => {
    const client = failing('you must be the Macie administrator for an organization to perform this operation');
    const refused = { ...call(), client };
    expect(await readDiscoveryAccounts(refused)).toMatchObject({ kind: 'not-administrator' });
    expect(await readOwnDiscovery(refused)).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
    expect(await readMemberDiscovery(MEMBER, refused)).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
  });

  test('is unknown with a token that is rejected', async () => {
    const client = failing('The security token included in the request is invalid', 'UnrecognizedClientException');
    expect(await readDiscoveryAccounts({ ...call(), client })).toMatchObject({
      kind: 'unknown',
      reason: 'credentials',
    });
  });
});

/** A client with one answer to everything. */
function answering(answer: object): Macie2Client {
  const { client } = call();
  client.middlewareStack.add(() => () => Promise.resolve({ output: { $metadata: {}, ...answer }, response: {} }), {
    step: 'initialize',
    priority: 'high',
  });
  return client;
}

function failing(message: string, name = 'AccessDeniedException'): Macie2Client {
  const { client } = call();
  const error = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });
  client.middlewareStack.add(() => () => Promise.reject(error), { step: 'initialize', priority: 'high' });
  return client;
}

describe('a member', () => {
  test('shows its own automated discovery', async () => {
    expect(await readOwnDiscovery({ ...call(MEMBER), known: asMember })).toEqual({
      kind: 'values',
      values: { [ID]: 'DISABLED', administrator: null, administratorStatus: null, memberOf: ADMINISTRATOR },
    });
    expect(await readOwnDiscovery(call(MEMBER))).toMatchObject({ values: { [ID]: null, memberOf: null } });
  });

  test('is shown by its administrator, with its status', async () => {
    expect(await readMemberDiscovery(MEMBER, { ...call(), known: asAdministrator })).toEqual({
      kind: 'values',
      values: {
        [ID]: 'DISABLED',
        administrator: ADMINISTRATOR,
        administratorStatus: 'ENABLED',
        memberOf: ADMINISTRATOR,
      },
    });
    expect(await readMemberDiscovery(ON, call())).toMatchObject({ kind: 'unknown', reason: 'bad-response' });
    start('[{ kind: deny }]');
    expect(await readOwnDiscovery(call(MEMBER))).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
    expect(await readMemberDiscovery(MEMBER, call())).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
  });

  test('is turned on, and read back', async () => {
    expect(await writeMemberDiscovery(write(MEMBER), call())).toEqual({ kind: 'accepted' });
    expect(await readMemberDiscovery(MEMBER, { ...call(), known: asAdministrator })).toMatchObject({
      values: { [ID]: 'ENABLED' },
    });
  });

  test.each([
    [PAUSED, /\(ACCOUNT_PAUSED\): Macie is paused in the account: resume it first$/],
    [ON, /\(ACCOUNT_NOT_FOUND\): the account is no member of this Macie administrator/],
  ])('that the answer has an error for is not turned on: %s', async (account, why) => {
    expect(await writeMemberDiscovery(write(account), call())).toEqual({
      kind: 'refused',
      reason: 'service-error',
      detail: expect.stringMatching(why),
    });
  });

  test.each<[string, unknown, string]>([
    ['no errors', undefined, 'accepted'],
    ['null', null, 'accepted'],
    ['an unknown code', [{ accountId: MEMBER, errorCode: 'ACCOUNT_ODD' }], 'refused'],
    ['no code', [{ accountId: MEMBER }], 'refused'],
    ['another account', [{ accountId: ON, errorCode: 'ACCOUNT_PAUSED' }], 'unclear'],
    ['no account', [null], 'unclear'],
    ['no list', 'ACCOUNT_PAUSED', 'unclear'],
  ])('is known to be turned on only by an answer without errors: %s', async (_, errors, kind) => {
    expect(await writeMemberDiscovery(write(MEMBER), { ...call(), client: answering({ errors }) })).toMatchObject({
      kind,
    });
  });

  test('cannot turn itself on', async () => {
    expect(await writeMemberDiscovery(write(MEMBER), call(MEMBER))).toMatchObject({
      kind: 'refused',
      reason: 'access-denied',
    });
    await call(MEMBER)
      .client.send(new UpdateAutomatedDiscoveryConfigurationCommand({ status: 'ENABLED' }))
      .catch(() => undefined);
    expect(await readOwnDiscovery({ ...call(MEMBER), known: asMember })).toMatchObject({
      values: { [ID]: 'DISABLED' },
    });
  });
});
