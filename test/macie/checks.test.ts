import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { readReveal } from '../../lib/macie/reveal.ts';
import { readSecurityHub } from '../../lib/macie/security-hub.ts';
import { callsOf, writeGroup } from '../../lib/macie/index.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server/server.ts';
import { parseWorld } from '../../sandbox/worlds/world.ts';
import { ACCOUNT, clientsOf } from '../sandbox/values.ts';

const REGION = 'eu-west-1';
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
beforeEach(() => start(''));
afterAll(() => sandbox.close());

function start(more: string, rest = ''): void {
  sandbox.reset(parseWorld(`accounts: { '${ACCOUNT}': { sessions: { '*': {} }${more} } }\n${rest}`, 'world.yml'));
}

function call(region = REGION) {
  const { macie } = clientsOf(sandbox);
  const securityHub = new SecurityHubClient({
    endpoint: sandbox.url,
    region,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  const signal = AbortSignal.timeout(60_000);
  return { client: macie, region, signal, clientToken: 'token', securityHub: () => Promise.resolve(securityHub) };
}

describe('Security Hub', () => {
  test('is off, and on', async () => {
    expect(await readSecurityHub(call())).toEqual({ kind: 'values', values: { securityHub: 'DISABLED' } });
    start(", securityHub: { '*': ENABLED }");
    expect(await readSecurityHub(call())).toEqual({ kind: 'values', values: { securityHub: 'ENABLED' } });
  });

  test('is unknown when it is denied, and without a value when the answer is empty', async () => {
    start(", securityHub: { '*': ENABLED }", 'faults: [{ kind: deny, match: { operations: [DescribeHub] } }]');
    expect(await readSecurityHub(call())).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
    start(", securityHub: { '*': ENABLED }", 'faults: [{ kind: empty, match: { operations: [DescribeHub] } }]');
    expect(await readSecurityHub(call())).toEqual({ kind: 'values', values: { securityHub: null } });
  });
});

describe('the retrieval of samples', () => {
  test('is read', async () => {
    expect(await readReveal(call())).toEqual({ kind: 'values', values: { 'reveal.status': 'DISABLED' } });
    start(', reveal: { eu-west-1: ENABLED }');
    expect(await readReveal(call())).toEqual({ kind: 'values', values: { 'reveal.status': 'ENABLED' } });
  });

  test('does not exist in every Region, and is not asked for there', async () => {
    expect(await readReveal(call('il-central-1'))).toEqual({
      kind: 'not-applicable',
      detail: 'Macie does not retrieve samples of sensitive data in il-central-1',
    });
    expect(sandbox.calls.filter(({ operation }) => operation === 'GetRevealConfiguration')).toEqual([]);
  });

  test('is unknown when it is denied', async () => {
    start('', 'faults: [{ kind: deny, match: { operations: [GetRevealConfiguration] } }]');
    expect(await readReveal(call())).toMatchObject({ kind: 'unknown', reason: 'access-denied' });
  });
});

test.each(['reveal', 'securityHub'])('nothing of %s is ever written', async (group) => {
  expect(callsOf(group)).toEqual({ read: expect.any(Function) });
  await expect(writeGroup({ group, kind: 'put', values: {} }, call())).rejects.toThrow('is ever written');
});
