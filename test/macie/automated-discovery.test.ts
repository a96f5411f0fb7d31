import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { readDiscovery, writeDiscovery } from '../../lib/macie/automated-discovery.ts';
import type { GroupCall } from '../../lib/macie/group.ts';
import { ADMINISTRATOR, MEMBER, memberWorld, OFF, ON } from '../sandbox/services/macie2/members/member-world.ts';
import { clientsOf } from '../sandbox/values.ts';

const STATUS = 'automatedDiscovery';
const MODE = 'organization.autoEnableDiscovery';
const DESCRIBE = 'DescribeOrganizationConfiguration';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
beforeEach(() => start());
afterAll(() => sandbox.close());

function start({ discovery = '{ status: DISABLED, autoEnableOrganizationMembers: NONE }', faults = '' } = {}): void {
  const world = memberWorld(`  automatedDiscovery: ${discovery}`);
  sandbox.reset({ ...world, ...(faults === '' ? {} : { faults: parseWorld(`faults: ${faults}`, 'faults').faults }) });
}

function call(account = ADMINISTRATOR, more: Pick<GroupCall, 'desired' | 'known'> = {}): GroupCall {
  const { macie } = clientsOf(sandbox, { account, region: 'eu-west-1' });
  return { client: macie, region: 'eu-west-1', signal: AbortSignal.timeout(60_000), clientToken: 'token', ...more };
}

const values = (status: string | null, mode: string | null, standing: string | null = null) => ({
  kind: 'values',
  values: { [STATUS]: status, [MODE]: mode, standing },
});
const called = () => sandbox.calls.map(({ operation }) => operation);

describe('the automated discovery of an account', () => {
  test('is read with its mode', async () => {
    expect(await readDiscovery(call())).toEqual(values('DISABLED', 'NONE'));
    expect(called()).toEqual(['GetAutomatedDiscoveryConfiguration']);
  });

  test('is not applicable to a member, whose administrator sets it', async () => {
    expect(await readDiscovery(call(MEMBER))).toEqual({
      kind: 'not-applicable',
      detail: expect.stringContaining('is a member of an organization'),
    });
  });

  test('is unknown where IAM denies it', async () => {
    start({ faults: '[{ match: { operations: [GetAutomatedDiscoveryConfiguration] }, kind: deny }]' });
    expect(await readDiscovery(call(MEMBER))).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
  });

  test('is unknown where Macie went off meanwhile, and off where it was never onboarded', async () => {
    expect(await readDiscovery(call(OFF))).toMatchObject({ kind: 'unknown', reason: 'bad-response' });
    sandbox.reset(parseWorld(`accounts: { '${ON}': { offWording: { '*': not-onboarded } } }`, 'world.yml'));
    expect(await readDiscovery(call(ON))).toEqual(values('DISABLED', null));
  });

  test.each([
    ['empty', values(null, null)],
    ['unknown-enum', values('SLEEPING', 'NONE')],
  ])('is what the answer has: %s', async (kind, expected) => {
    start({ faults: `[{ kind: ${kind} }]` });
    expect(await readDiscovery(call())).toEqual(expected);
  });
});

describe('the standing of an account', () => {
  const on = { desired: { [STATUS]: 'ENABLED' } };

  test('is asked for where a repair without the mode could turn it on for every member', async () => {
    start({ discovery: '{ status: DISABLED, autoEnableOrganizationMembers: null }' });
    expect(await readDiscovery(call(ADMINISTRATOR, on))).toEqual(values('DISABLED', null, 'administrator'));
    expect(await readDiscovery(call(ON, on))).toEqual(values('DISABLED', null, 'standalone'));
  });

  test('is not asked for where nothing depends on it, or it is known', async () => {
    await readDiscovery(call(ADMINISTRATOR, on));
    await readDiscovery(call(ADMINISTRATOR, { desired: { [MODE]: 'NONE' } }));
    const known = { known: { standing: 'standalone' }, desired: { ...on.desired, [MODE]: 'ALL' } };
    expect(await readDiscovery(call(ON, known))).toEqual(values('DISABLED', null, 'standalone'));
    await readDiscovery(call(ON, { desired: { [STATUS]: 'DISABLED' } }));
    expect(called()).not.toContain(DESCRIBE);
  });

  test('is asked for where the mode differs', async () => {
    expect(await readDiscovery(call(ADMINISTRATOR, { desired: { [MODE]: 'ALL' } }))).toEqual(
      values('DISABLED', 'NONE', 'administrator'),
    );
    expect(called()).toContain(DESCRIBE);
  });

  test('that cannot be read is the reason why the mode is unknown', async () => {
    const denied = `[{ match: { operations: [${DESCRIBE}] }, kind: deny }]`;
    start({ discovery: '{ status: DISABLED, autoEnableOrganizationMembers: null }', faults: denied });
    expect(await readDiscovery(call(ADMINISTRATOR, on))).toMatchObject({
      ...values('DISABLED', null, null),
      missing: { reason: 'access-denied', detail: expect.stringContaining(DESCRIBE) },
    });
  });
});

describe('automated discovery', () => {
  const write = (more: Record<string, string>) => ({ group: STATUS, kind: 'put', values: more });

  test('is turned on with the mode of the write, and read back', async () => {
    expect(await writeDiscovery(write({ [STATUS]: 'ENABLED', [MODE]: 'NONE' }), call())).toEqual({ kind: 'accepted' });
    expect(await readDiscovery(call())).toEqual(values('ENABLED', 'NONE'));
    expect(sandbox.trail.at(-2)?.['requestParameters']).toEqual({
      status: 'ENABLED',
      autoEnableOrganizationMembers: 'NONE',
    });
  });

  test('is turned on without a mode in a standalone account', async () => {
    expect(await writeDiscovery(write({ [STATUS]: 'ENABLED' }), call(ON))).toEqual({ kind: 'accepted' });
    expect(await readDiscovery(call(ON))).toEqual(values('ENABLED', null));
  });

  test('is never sent as DISABLED', async () => {
    for (const status of ['DISABLED', 'SLEEPING'])
      expect(await writeDiscovery(write({ [STATUS]: status, [MODE]: 'ALL' }), call())).toMatchObject({
        kind: 'refused',
        detail: expect.stringContaining('was not sent'),
      });
    expect(called()).toEqual([]);
  });

  test('is not sent with a mode that nobody knows, without which Macie takes ALL', async () => {
    expect(await writeDiscovery(write({ [STATUS]: 'ENABLED', [MODE]: 'SOME' }), call())).toMatchObject({
      kind: 'refused',
      detail: expect.stringContaining('would turn automated discovery on for all of them'),
    });
    expect(called()).toEqual([]);
  });

  test('is refused to a member', async () => {
    expect(await writeDiscovery(write({ [STATUS]: 'ENABLED' }), call(MEMBER))).toMatchObject({
      kind: 'refused',
      reason: 'access-denied',
    });
  });
});
