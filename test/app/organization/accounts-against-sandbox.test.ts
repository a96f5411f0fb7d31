import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import { LIMITS } from '../../../lib/app/scan/deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { useSandbox } from '../../sandbox/environment.ts';
import { requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';

// Several accounts over the wire: the roles that are assumed, and what a refused one costs.
let sandbox: Sandbox;
let clients: Clients;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(async () => {
  await sandbox.close();
});
beforeEach(() => {
  clients?.destroy();
  clients = createClients({ homeRegion: 'us-east-1', requestTimeoutMs: 5000, readAttempts: 3 });
});

const OWN = '111122223333';
const MEMBER = '222233334444';
const THIRD = '333344445555';
const ON = '{ findingPublishingFrequency: FIFTEEN_MINUTES }';
const LISTED = `regions: [eu-west-1, us-east-1]\naccounts: ["${OWN}", "${MEMBER}", "${THIRD}"]`;

function world(member = '', rest = ''): string {
  const sessions = `sessions: { "*": ${ON} }`;
  return `accounts: { "${OWN}": { ${sessions} }, "${MEMBER}": { ${sessions}${member} }, "${THIRD}": { ${sessions} } }\n${rest}`;
}

function run(yaml: string, text: string): Promise<Report> {
  sandbox.reset(parseWorld(text, 'world'));
  return runOnce(requestFor(yaml), createScanDeps(clients, { ...LIMITS, readBackWaitsMs: [1, 1] }));
}

const assumed = () => sandbox.calls.filter(({ operation }) => operation === 'AssumeRole');
const verdictsOf = (report: Report) =>
  report.results.map(({ accountId, region, verdict, reason }) => `${accountId} ${region} ${reason ?? verdict}`);

describe('a run over several accounts', () => {
  test('assumes the read role once in each other account, and none in its own', async () => {
    const report = await run(LISTED, world());
    expect(report.summary).toMatchObject({ targets: 6, compliant: 6 });
    expect(assumed()).toHaveLength(2);
    expect(report.scope).toMatchObject({ kind: 'full', accounts: [OWN, MEMBER, THIRD], targets: 6, ofTargets: 6 });
  });

  test('a run that is narrowed to some accounts is partial, and assumes no role in the others', async () => {
    sandbox.reset(parseWorld(world(), 'world'));
    const narrowed = (yaml: string) =>
      runOnce(requestFor(yaml, { only: { accounts: [MEMBER] } }), createScanDeps(clients));
    const report = await narrowed(LISTED);
    expect(report.scope).toMatchObject({ kind: 'partial', accounts: [MEMBER], targets: 2, ofTargets: 6 });
    expect(assumed()).toHaveLength(1);
    const everywhere = await narrowed(`accounts: ["${OWN}", "${MEMBER}"]`);
    expect(everywhere.scope).toMatchObject({ kind: 'partial', accounts: [MEMBER], ofTargets: null });
  });

  test('a refused role makes its account unknown after one call, and no other', async () => {
    const report = await run(LISTED, world(', roles: { macie-warden-read: null }'));
    expect(verdictsOf(report)).toEqual([
      `${OWN} eu-west-1 compliant`,
      `${OWN} us-east-1 compliant`,
      `${MEMBER} eu-west-1 assume-role-denied`,
      `${MEMBER} us-east-1 assume-role-denied`,
      `${THIRD} eu-west-1 compliant`,
      `${THIRD} us-east-1 compliant`,
    ]);
    expect(assumed()).toHaveLength(2);
    const details = new Set(report.results.flatMap(({ detail }) => detail ?? []));
    expect([...details]).toEqual([
      expect.stringMatching(
        /^the role arn:aws:iam::222233334444:role\/macie-warden-read could not be assumed \(.*\): deploy the role there/,
      ),
    ]);
  });

  test('an external id is sent, and without it the role is refused', async () => {
    const member = ', roles: { macie-warden-read: { externalId: s3cret } }';
    const refused = await run(LISTED, world(member));
    expect(refused.summary).toMatchObject({ compliant: 4, unknown: 2 });
    const accepted = await run(`${LISTED}\nroles: { externalId: s3cret }`, world(member));
    expect(accepted.summary).toMatchObject({ compliant: 6 });
  });

  test('a role with another name and a path is assumed', async () => {
    const member = ', roles: { reader: {}, "*": null }';
    const report = await run(`${LISTED}\nroles: { read: audit/reader }`, world(member));
    expect(report.summary.compliant).toBe(6);
  });

  test('credentials that expire are renewed before a call is refused', async () => {
    const member = ', roles: { macie-warden-read: { expiresIn: 1s } }';
    const report = await run(LISTED, world(member));
    expect(report.summary).toMatchObject({ compliant: 6 });
  });

  test.each([
    ['whose credentials expire', '{ match: { accounts: ["222233334444"] }, kind: expire-credentials, after: 1 }'],
    ['that is suspended', '{ match: { accounts: ["222233334444"] }, kind: suspend-account, after: 1 }'],
  ])('an account %s in mid-run is unknown from then on, and costs no other', async (_, fault) => {
    sandbox.reset(parseWorld(world('', `faults: [${fault}]`), 'world'));
    // One call after the other: the fault strikes between two Regions.
    const report = await runOnce(requestFor(LISTED), createScanDeps(clients, { ...LIMITS, parallelReads: 1 }));
    expect(verdictsOf(report)).toEqual([
      `${OWN} eu-west-1 compliant`,
      `${OWN} us-east-1 compliant`,
      `${MEMBER} eu-west-1 compliant`,
      `${MEMBER} us-east-1 credentials`,
      `${THIRD} eu-west-1 compliant`,
      `${THIRD} us-east-1 compliant`,
    ]);
    expect(report.verdict).toBe('unknown');
  });

  test('each account has its own Regions', async () => {
    const report = await run(`accounts: ["${OWN}", "${MEMBER}"]`, world(', optedIn: [af-south-1]'));
    const of = (id: string) => report.results.find((one) => one.accountId === id && one.region === 'af-south-1');
    expect([of(OWN)?.verdict, of(MEMBER)?.verdict]).toEqual(['not-applicable', 'compliant']);
  });

  test('a repair assumes the repair role, and a report does not', async () => {
    const paused = world().replace(
      `"${MEMBER}": { sessions: { "*": ${ON} }`,
      `"${MEMBER}": { sessions: { "*": ${ON}, eu-west-1: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES } }`,
    );
    const report = await run(`${LISTED}\nremediation: enforce`, paused);
    expect(report.results.flatMap(({ drifts }) => drifts.map(({ outcome }) => outcome))).toEqual(['verified']);
    expect(assumed()).toHaveLength(3);
    await run(LISTED, paused);
    expect(assumed()).toHaveLength(2);
  });

  test('a repair role that is refused is the reason why a repair failed', async () => {
    const paused = `{ "*": ${ON}, eu-west-1: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES } }`;
    const member = world().replace(
      `"${MEMBER}": { sessions: { "*": ${ON} }`,
      `"${MEMBER}": { roles: { macie-warden-repair: null, "*": {} }, sessions: ${paused}`,
    );
    const report = await run(`${LISTED}\nremediation: enforce`, member);
    expect(report.results.flatMap(({ drifts }) => drifts)).toMatchObject([
      {
        outcome: 'failed',
        failure: {
          reason: 'assume-role-denied',
          detail: expect.stringMatching(/^the role arn:aws:iam::222233334444:role\/macie-warden-repair could not/),
        },
      },
    ]);
    expect(assumed()).toHaveLength(3);
  });

  test('a Region that is down in all accounts is asked in three of them', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => String(111122223333 + index));
    const accounts = ids.map((id) => `"${id}": { sessions: { "*": ${ON} } }`).join(', ');
    const down = 'faults: [{ match: { regions: [eu-west-1], operations: ["macie2:*"] }, kind: reset }]';
    sandbox.reset(parseWorld(`accounts: { ${accounts} }\n${down}`, 'world'));
    const request = requestFor(`regions: [eu-west-1, us-east-1]\naccounts: [${ids.map((id) => `"${id}"`).join()}]`);
    const report = await runOnce(request, createScanDeps(clients, { ...LIMITS, parallelAccounts: 1 }));
    const asked = sandbox.calls.filter(({ region, operation }) => region === 'eu-west-1' && /Macie/.test(operation));
    expect(new Set(asked.map(({ accountId }) => accountId)).size).toBe(3);
    const there = report.results.filter(({ region }) => region === 'eu-west-1');
    expect(there.map(({ reason }) => reason)).toEqual([
      'network',
      'network',
      'network',
      'not-reached',
      'not-reached',
      'not-reached',
    ]);
    expect(report.summary).toMatchObject({ targets: 12, compliant: 6, unknown: 6 });
  });

  test('throttled AssumeRole is tried again', async () => {
    const faults = 'faults: [{ match: { operations: ["sts:AssumeRole"] }, kind: throttle, times: 1 }]';
    const report = await run(LISTED, world('', faults));
    expect(report.summary.compliant).toBe(6);
  });

  test('throttled calls for some accounts do not hold back the others', async () => {
    const ids = Array.from({ length: 16 }, (_, index) => String(111122223333 + index));
    const accounts = ids.map((id) => `"${id}": { sessions: { "*": ${ON} } }`).join(', ');
    const faults = 'faults: [{ match: { operations: ["sts:AssumeRole"] }, kind: throttle, times: 2 }]';
    const report = await run(
      `regions: [eu-west-1]\naccounts: [${ids.map((id) => `"${id}"`).join()}]`,
      `accounts: { ${accounts} }\n${faults}`,
    );
    expect(report.summary).toMatchObject({ targets: 16, compliant: 16 });
  });
});
