import { describe, expect, test } from '@jest/globals';
import { DEV, OWN, PROD, useOrganization } from './organization.ts';

const { world, policy, calls, run } = useOrganization();

describe('check over an organization', () => {
  test('--accounts narrows it before any role is assumed', async () => {
    world();
    policy('');
    const ran = await run(['check', '--accounts', PROD]);
    expect(ran.stdout).toMatch(/\nresult: compliant \(2 of 8 targets\)\n$/);
    expect(calls('AssumeRole')).toHaveLength(1);
    await run(['check', '--accounts', OWN]);
    expect(calls('AssumeRole')).toHaveLength(1);
  });

  test('--concurrency is how many accounts are read at the same time', async () => {
    world({ rest: 'faults: [{ kind: slow, ms: 100, match: { operations: ["sts:AssumeRole"] } }]' });
    policy('');
    const ran = await run(['check', '--concurrency', '1']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const order = calls('GetMacieSession').map(({ accountId }) => accountId);
    expect(order).toEqual([OWN, OWN, PROD, PROD, DEV, DEV]);
  });

  test.each([['0'], ['101'], ['x']])('--concurrency %s is bad usage', async (number) => {
    const ran = await run(['check', '--concurrency', number]);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('Expected a number from 1 to 100') });
  });
});
