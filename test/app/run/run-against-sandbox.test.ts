import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import type { Limits } from '../../../lib/app/scan/deps.ts';
import { createClients, type Clients } from '../../../lib/aws/clients.ts';
import type { Report } from '../../../lib/core/compliance/report.ts';
import type { Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT, requestFor } from '../fake-macie.ts';
import { runOnce } from '../run-once.ts';
import { connectSandbox } from '../../sandbox/connected.ts';

// The whole of a run over the wire: real SDK clients against the sandbox.
let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox({ requestTimeoutMs: 250, readAttempts: 2 }));
});
afterAll(() => close());

const LIMITS: Limits = {
  parallelAccounts: 8,
  parallelReads: 32,
  parallelWrites: 8,
  callBudgetMs: 4000,
  readBackWaitsMs: [1, 1, 1, 1],
  expectedStateWaitsMs: [],
};

async function run(yaml: string, world?: string): Promise<Report> {
  if (world !== undefined) sandbox.reset(parseWorld(world, 'world'));
  return runOnce(requestFor(yaml), createScanDeps(clients, LIMITS));
}

const macieCalls = () => sandbox.calls.filter(({ service }) => service === 'macie2').map(({ operation }) => operation);
const verdicts = (report: Report) =>
  Object.fromEntries(report.results.map(({ region, verdict, reason }) => [region, reason ?? verdict]));
const account = (sessions: string, rest = '') =>
  `accounts: { "${ACCOUNT}": { sessions: ${sessions}, optedIn: [eu-south-1] } }\n${rest}`;
const ON = '{ findingPublishingFrequency: FIFTEEN_MINUTES }';

describe('the Regions of an account', () => {
  test('all that offer Macie and are enabled are read; the rest is counted and never called', async () => {
    const report = await run('regions: all\nexcludeRegions: [us-west-2]', account(`{ "*": ${ON} }`));
    expect(report.summary).toEqual({ targets: 21, compliant: 17, drifted: 0, waived: 0, unknown: 0, notApplicable: 4 });
    expect(report.regions).toEqual({ source: 'live', excluded: ['us-west-2'] });
    const read = new Set(sandbox.calls.filter(({ service }) => service === 'macie2').map(({ region }) => region));
    expect(
      ['af-south-1', 'ap-east-1', 'il-central-1', 'me-south-1', 'us-west-2'].filter((region) => read.has(region)),
    ).toEqual([]);
    expect(report.notices).toEqual([]);
  });

  test('the committed list is used when the live one cannot be read, and the report says so', async () => {
    const report = await run(
      'regions: all',
      account(`{ "*": ${ON} }`, 'faults: [{ match: { operations: ["ssm:*"] }, kind: deny }]'),
    );
    expect(report.regions.source).toBe('committed');
    expect(report.notices).toMatchObject([
      { kind: 'regions-not-live', message: expect.stringContaining('ssm:GetParametersByPath was denied') },
    ]);
    expect(report.summary.compliant).toBe(18);
  });

  test('without the list of enabled Regions all are read; one that is off is then unknown, not drifted', async () => {
    const report = await run(
      'regions: all',
      account(`{ "*": ${ON} }`, 'faults: [{ match: { operations: ["account:*"] }, kind: deny }]'),
    );
    expect(report.notices.map(({ kind }) => kind)).toEqual(['regions-enabled-unknown']);
    expect(verdicts(report)).toMatchObject({ 'me-south-1': 'credentials', 'eu-south-1': 'compliant' });
  });

  test('a listed Region that the account has not enabled is not applicable', async () => {
    const report = await run('regions: [me-south-1, eu-west-1]', account(`{ "*": ${ON} }`));
    expect(verdicts(report)).toEqual({ 'me-south-1': 'not-applicable', 'eu-west-1': 'compliant' });
  });
});

test('a bad Region never costs the run: each fault is reported as what it is', async () => {
  const faults = [
    ['us-east-1', 'kind: deny'],
    ['us-east-2', 'kind: scp-deny'],
    ['us-west-1', 'kind: throttle'],
    ['us-west-2', 'kind: server-error'],
    ['eu-west-1', 'kind: hang'],
    ['eu-west-2', 'kind: reset'],
    ['eu-west-3', 'kind: html'],
    ['eu-north-1', 'kind: empty'],
    ['sa-east-1', 'kind: unknown-enum'],
    ['ca-central-1', 'kind: slow, ms: 5000'],
    ['ap-south-1', 'kind: server-error, status: 503, times: 1'],
    ['eu-central-1', 'kind: throttle, times: 1'],
  ].map(([region, kind]) => `  - { match: { regions: [${region}], operations: ["macie2:*"] }, ${kind} }`);
  const report = await run('remediation: enforce', account(`{ "*": ${ON} }`, `faults:\n${faults.join('\n')}`));
  expect(verdicts(report)).toMatchObject({
    'us-east-1': 'access-denied',
    'us-east-2': 'access-denied',
    'us-west-1': 'throttled',
    'us-west-2': 'service-error',
    'eu-west-1': 'timeout',
    'eu-west-2': 'network',
    'eu-west-3': 'bad-response',
    'eu-north-1': 'bad-response',
    'sa-east-1': 'drifted',
    'ca-central-1': 'timeout',
    'ap-south-1': 'compliant',
    'eu-central-1': 'compliant',
    'ap-northeast-1': 'compliant',
  });
  expect(new Set(macieCalls())).toEqual(new Set(['GetMacieSession']));
});

test('bad credentials are one sentence, not 22 unknowns', async () => {
  sandbox.reset();
  const bad = createClients({ homeRegion: 'us-east-1', readAttempts: 1 });
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXPIRED';
  try {
    await expect(runOnce(requestFor('regions: all'), createScanDeps(bad, LIMITS))).rejects.toThrow(
      /^AWS does not accept these credentials .* Log in, or set AWS_PROFILE/,
    );
  } finally {
    process.env['AWS_ACCESS_KEY_ID'] = ACCOUNT;
    bad.destroy();
  }
});

const MANY = account(
  `{ "*": { status: PAUSED, findingPublishingFrequency: SIX_HOURS }, eu-west-1: null, eu-west-2: null }`,
);

test('report mode sends no write', async () => {
  for (const yaml of ['remediation: report', 'remediation: report\nnotify: always']) {
    const report = await run(yaml, MANY);
    expect(report.summary.drifted).toBe(18);
    expect(new Set(macieCalls())).toEqual(new Set(['GetAdministratorAccount', 'GetMacieSession']));
  }
});

describe('repairing', () => {
  test('one EnableMacie or one UpdateMacieSession for each target, then a reading', async () => {
    const report = await run('remediation: enforce\nlimits: { maxActions: 18 }', MANY);
    expect(report).toMatchObject({ verdict: 'compliant', summary: { compliant: 18, drifted: 0 } });
    const writes = macieCalls().filter((operation) => operation !== 'GetMacieSession');
    expect(writes.filter((operation) => operation === 'EnableMacie')).toHaveLength(2);
    expect(writes.filter((operation) => operation === 'UpdateMacieSession')).toHaveLength(16);
    expect(sandbox.session({ accountId: ACCOUNT, region: 'eu-west-1' })).toMatchObject({
      status: 'ENABLED',
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
    });
  });

  test.each([
    ['write-lag, reads: 3', 'compliant', 'verified'],
    ['write-lost', 'drifted', 'applied'],
  ])('%s', async (kind, verdict, outcome) => {
    const report = await run(
      'remediation: enforce\nregions: [eu-west-1]',
      account(
        '{ eu-west-1: { status: PAUSED, findingPublishingFrequency: FIFTEEN_MINUTES } }',
        `faults: [{ kind: ${kind} }]`,
      ),
    );
    expect(report.results[0]).toMatchObject({ verdict, drifts: [{ outcome }] });
  });

  test('a denied write fails its target and says why', async () => {
    const report = await run(
      'remediation: enforce\nregions: [eu-west-1, eu-west-2]',
      account('{}', 'faults: [{ kind: deny, match: { regions: [eu-west-1], operations: [EnableMacie] } }]'),
    );
    expect(report.results).toMatchObject([
      {
        verdict: 'drifted',
        drifts: [
          {
            outcome: 'failed',
            failure: {
              reason: 'access-denied',
              detail: expect.stringContaining(
                'macie2:EnableMacie was denied because no identity-based policy allows it',
              ),
            },
          },
        ],
      },
      { verdict: 'compliant', drifts: [{ outcome: 'verified' }] },
    ]);
  });
});

const REGIONS = ['ap-south-1', 'eu-south-1', 'eu-west-1', 'me-south-1', 'us-east-1'];
const anySession = fc.constantFrom(
  'null',
  ...['ENABLED', 'PAUSED'].flatMap((status) =>
    ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'].map(
      (frequency) => `{ status: ${status}, findingPublishingFrequency: ${frequency} }`,
    ),
  ),
);
const anyWorld = fc
  .array(anySession, { minLength: 5, maxLength: 5 })
  .map((sessions) => `{ ${sessions.map((session, index) => `${REGIONS[index]}: ${session}`).join(', ')} }`);
const anyFaults = fc
  .array(
    fc.record({
      region: fc.constantFrom(...REGIONS),
      kind: fc.constantFrom('deny', 'empty', 'html', 'unknown-enum', 'write-lost', 'write-lag', 'throttle, times: 1'),
    }),
    { maxLength: 3 },
  )
  .map(
    (faults) =>
      `faults: [${faults.map(({ region, kind }) => `{ match: { regions: [${region}], operations: ["macie2:*"] }, kind: ${kind} }`).join(', ')}]`,
  );

describe('properties', () => {
  test('apply, then check, is compliant unless something forbids it', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, anyFaults, async (world, faults) => {
        const policy = `remediation: enforce\nregions: [${REGIONS.join(', ')}]`;
        const applied = await run(policy, account(world, faults));
        const checked = await run(policy.replace('enforce', 'report'));
        for (const [index, result] of checked.results.entries()) {
          const before = applied.results[index];
          // What the first run claims, the second sees.
          expect([result.region, result.verdict]).toEqual([before?.region, before?.verdict]);
          const isFaulty = faults.includes(`[${result.region}]`);
          expect(isFaulty || ['compliant', 'not-applicable'].includes(result.verdict)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('no policy and no world makes us pause or disable, or slow down', async () => {
    const anyPolicy = fc.record({
      status: fc.constantFrom('ENABLED', 'PAUSED', 'DISABLED'),
      frequency: fc.constantFrom('FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'),
    });
    const speeds = ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'];
    await fc.assert(
      fc.asyncProperty(anyWorld, anyPolicy, async (world, { status, frequency }) => {
        sandbox.reset(parseWorld(account(world), 'world'));
        const before = REGIONS.map((region) => sandbox.session({ accountId: ACCOUNT, region }));
        await run(
          `remediation: enforce\nregions: [${REGIONS.join(', ')}]\noverrides: [{ match: { regions: ["*"] }, desired: { status: ${status}, findingPublishingFrequency: ${frequency} } }]`,
        );
        expect(macieCalls()).not.toContain('DisableMacie');
        for (const [index, region] of REGIONS.entries()) {
          const [was, is] = [before[index], sandbox.session({ accountId: ACCOUNT, region })];
          expect(was !== undefined && is === undefined).toBe(false);
          expect(was?.status === 'ENABLED' && is?.status !== 'ENABLED').toBe(false);
          expect(
            was !== undefined &&
              is !== undefined &&
              speeds.indexOf(is.findingPublishingFrequency) > speeds.indexOf(was.findingPublishingFrequency),
          ).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('calls can be told apart in CloudTrail', async () => {
  await run('regions: [eu-west-1]', account('{}'));
  for (const { userAgent } of sandbox.calls) expect(userAgent).toContain('macie-warden/');
});
