import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../lib/core/compliance/report.ts';
import { CLOSED, DEV, OWN, PROD, useOrganization } from './organization.ts';
import { ended } from './warden.ts';

const { world, policy, calls, run, start } = useOrganization();

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

test('Ctrl-C reports the accounts that were read, and the others as not reached', async () => {
  world({ rest: `faults: [{ kind: hang, match: { operations: ["sts:AssumeRole"], accounts: ["${DEV}"] } }]` });
  policy('');
  const child = await start(['check', '--concurrency', '1', '--format', 'json']);
  const exit = ended(child);
  while (calls('AssumeRole').length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGINT');
  const { code, stdout } = await exit;
  expect(code).toBe(2);
  const { scope, results } = JSON.parse(stdout) as Report;
  expect(scope).toMatchObject({ kind: 'partial', targets: 6, ofTargets: 8, accounts: [OWN, PROD, CLOSED] });
  expect(results.map(({ accountId, reason }) => `${accountId} ${reason ?? 'read'}`)).toEqual([
    ...Array.from({ length: 2 }, () => `${OWN} read`),
    ...Array.from({ length: 2 }, () => `${PROD} read`),
    ...Array.from({ length: 2 }, () => `${DEV} not-reached`),
    ...Array.from({ length: 2 }, () => `${CLOSED} read`),
  ]);
});

test('apply shows its writes by account, with names, and the role that makes them', async () => {
  const off = ', sessions: { eu-west-1: null, us-east-1: null }';
  world({ prod: off, dev: `${off}, membership: null` });
  policy('remediation: enforce');
  const ran = await run(['apply', '--yes']);
  expect(ran.stderr).toMatch(/\nrole: +macie-warden-repair, in prod-payments \(\d{12}\), dev-payments \(\d{12}\)\n/);
  expect(ran.stderr).toContain('The plan adds at least $0.00 a month to the bill of Macie');
  expect(ran.stderr).toContain(
    [
      '4 writes to 2 accounts:',
      `  ${PROD} (prod-payments), 2 writes:`,
      '    eu-west-1  EnableMacie: status ENABLED, findingPublishingFrequency FIFTEEN_MINUTES',
    ].join('\n'),
  );
  expect(ran.code).toBe(0);
});

test('sessions shows whose each session is', async () => {
  world();
  policy('');
  const ran = await run(['sessions', '--policy', 'policy.yml', '--format', 'csv']);
  expect(ran.stdout).toContain(`eu-west-1,${PROD},prod-payments,ENABLED,SIX_HOURS,`);
});
