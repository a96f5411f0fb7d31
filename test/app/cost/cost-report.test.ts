import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { costReport } from '../../../lib/app/cost/cost-report.ts';
import { accountsInScope } from '../../../lib/app/organization/account-scope.ts';
import { createScanDeps } from '../../../lib/app/wiring/scan-deps.ts';
import type { Clients } from '../../../lib/aws/clients.ts';
import type { Sandbox } from '../../../sandbox/server/server.ts';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { requestFor } from '../fake-macie.ts';
import { connectSandbox } from '../../sandbox/connected.ts';

const ADMINISTRATOR = '111122223333';
const MEMBER = '222200000001';
const ALONE = '222200000002';

let sandbox: Sandbox;
let clients: Clients;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, clients, close } = await connectSandbox());
});
afterAll(() => close());

async function costs(world: string, policy = 'regions: [us-east-1, eu-west-2]') {
  sandbox.reset(parseWorld(world, 'world'));
  const deps = createScanDeps(clients);
  const request = requestFor(policy, { ceiling: 'report', trigger: 'command-line' });
  const signal = new AbortController().signal;
  const inScope = await accountsInScope(request, deps, signal);
  const report = await costReport({ request, runId: 'run', startedAt: deps.now().toISOString(), ...inScope }, deps);
  const rows = report.items.map(({ accountId, region, setting, estimate, trialDaysLeft }) => [
    ...(accountId === ADMINISTRATOR ? [] : [accountId]),
    region,
    setting,
    estimate.kind === 'estimated' ? `${estimate.low}-${estimate.high} ${estimate.source}` : estimate.why,
    ...(trialDaysLeft === undefined ? [] : [trialDaysLeft]),
  ]);
  return { report, rows };
}
const asked = () => [...new Set(sandbox.calls.map(({ operation }) => operation))].toSorted();

const BUCKETS = `buckets: {
  data: { region: us-east-1, objects: 1000000, bytes: 2199023255552 },
  logs: { region: us-east-1, objects: 0 },
  far: { region: eu-west-2, objects: 100000, bytes: 1099511627776 } }`;
const account = (sessions: string, rest = '') =>
  `accounts: { '${ADMINISTRATOR}': { sessions: ${sessions}, ${BUCKETS} ${rest} } }`;
const fault = (kind: string, operation: string) =>
  `\nfaults: [{ kind: ${kind}, match: { operations: [${operation}] } }]`;

describe('one account', () => {
  test('where Macie is on, its usage is asked; where it is off, S3 and CloudWatch', async () => {
    const began = new Date(Date.now() - 10 * 86_400_000).toISOString();
    const { rows, report } = await costs(account(`{ us-east-1: { createdAt: '${began}' } }`));
    expect(rows).toEqual([
      ['eu-west-2', 'session', '0.1-0.1 storage-metrics'],
      ['eu-west-2', 'automatedDiscovery', '0-1.262 storage-metrics'],
      ['us-east-1', 'session', '0.2-0.2 usage', 20],
    ]);
    expect(report).toMatchObject({ low: 0.3, high: 1.562, notEstimated: 0 });
    expect(asked()).toEqual(
      expect.arrayContaining(['GetMetricData', 'GetUsageStatistics', 'GetUsageTotals', 'ListBuckets']),
    );
    expect(asked()).not.toContain('GetBucketStatistics');
  });

  test('a usage that is denied is replaced by the count of Macie', async () => {
    const { rows } = await costs(account('{ "*": {} }') + fault('deny', "'*Usage*'"), 'regions: [us-east-1]');
    expect(rows).toEqual([
      ['us-east-1', 'session', '0.2-0.2 bucket-statistics'],
      ['us-east-1', 'automatedDiscovery', expect.stringContaining('macie2:GetUsageTotals was denied')],
      ['us-east-1', 'classificationJobs', expect.stringContaining('macie2:GetUsageTotals was denied')],
    ]);
  });

  test('totals that are denied are replaced by the own record in the statistics', async () => {
    const { rows } = await costs(account('{ "*": {} }') + fault('deny', 'GetUsageTotals'), 'regions: [us-east-1]');
    expect(rows).toEqual([['us-east-1', 'session', '0.2-0.2 usage', 30]]);
  });

  test.each([
    ['ListBuckets', 'deny', /s3:ListBuckets was denied/, /s3:ListBuckets was denied/],
    ['GetMetricData', 'throttle', /^0\.1-0\.1 storage-metrics$/, /was throttled/],
    ['GetMetricData', 'html', /^0\.1-0\.1 storage-metrics$/, /answered/],
    ['GetMetricData', 'empty', /^0\.1-0\.1 storage-metrics$/, /answered/],
  ])('%s that fails (%s) is not estimated, and never 0', async (operation, kind, session, discovery) => {
    const { rows, report } = await costs(account('{}') + fault(kind, operation), 'regions: [eu-west-2]');
    expect(rows).toEqual([
      ['eu-west-2', 'session', expect.stringMatching(session)],
      ['eu-west-2', 'automatedDiscovery', expect.stringMatching(discovery)],
    ]);
    expect(report.notEstimated).toBeGreaterThan(0);
  });

  test('a Region without a price is not estimated, and a price of the policy ends that', async () => {
    const world = `accounts: { '${ADMINISTRATOR}': { buckets: { data: { region: eu-west-1, objects: 5, bytes: 5 } } } }`;
    const { rows } = await costs(world, 'regions: [eu-west-1]');
    const why = 'no price for eu-west-1; add prices.eu-west-1 to the policy';
    expect(rows.map(([, , text]) => text)).toEqual([why, why]);
    const prices = 'prices: { eu-west-1: { bucketMonth: 2, objectsPer100k: 1, perGB: [{ price: 1 }] } }';
    expect((await costs(world, `regions: [eu-west-1]\n${prices}`)).report).toMatchObject({ low: 2, notEstimated: 0 });
  });

  test('an amount that is no number of dollars is not estimated by it', async () => {
    const odd = ", usage: { us-east-1: { DATA_INVENTORY_EVALUATION: '1,50', SENSITIVE_DATA_DISCOVERY: '-1' } }";
    const { rows } = await costs(account('{ "*": {} }', odd), 'regions: [us-east-1]');
    expect(rows).toEqual([
      ['us-east-1', 'session', '0.2-0.2 bucket-statistics', 30],
      ['us-east-1', 'classificationJobs', expect.stringContaining('no number of dollars')],
    ]);
  });

  test('an unreadable session is not estimated, and where the policy wants nothing there is no row', async () => {
    const { rows } = await costs(account('{ "*": {} }') + fault('deny', 'GetMacieSession'), 'regions: [us-east-1]');
    expect(rows).toEqual([['us-east-1', 'session', expect.stringMatching(/^access-denied: /)]]);
    const override = 'overrides: [{ match: { regions: [us-east-1] }, desired: { status: DISABLED } }]';
    expect((await costs(account('{}'), `regions: [us-east-1]\n${override}`)).rows).toEqual([]);
  });
});

test('a plan that the scan has counted is not counted again', async () => {
  await costs(account('{}'), 'regions: [eu-west-2]\nremediation: enforce');
  expect(sandbox.calls.filter(({ operation }) => operation === 'ListBuckets')).toHaveLength(1);
});

describe('an organization', () => {
  const world = `organization:
  managementAccount: '999900000001'
  administrator: '${ADMINISTRATOR}'
  accounts:
    '${ADMINISTRATOR}': { sessions: { '*': {} } }
    '${MEMBER}': { sessions: { '*': { createdAt: '2020-01-01T00:00:00Z' } }, buckets: { bucket-a: { region: us-east-1 }, bucket-b: { region: us-east-1 } } }
    '${ALONE}': { sessions: { '*': {} }, membership: null, buckets: { bucket-c: { region: us-east-1 } } }
`;
  const policy = `accounts: ['${ADMINISTRATOR}', '${MEMBER}', '${ALONE}']\nregions: [us-east-1]`;

  test('the administrator is asked for its members, and only others for their own usage', async () => {
    const { rows } = await costs(world, policy);
    expect(rows).toEqual([
      ['us-east-1', 'session', '0-0 usage', 30],
      [MEMBER, 'us-east-1', 'session', '0.2-0.2 usage', 0],
      [ALONE, 'us-east-1', 'session', '0.1-0.1 usage', 30],
    ]);
    const totals = sandbox.calls.filter(({ operation }) => operation === 'GetUsageTotals');
    expect(totals.map(({ accountId }) => accountId)).toEqual([ALONE]);
  });

  test('where the administrator is denied, each account is asked', async () => {
    const denied = `faults: [{ kind: deny, match: { accounts: ['${ADMINISTRATOR}'], operations: [GetUsageStatistics] } }]`;
    const { rows } = await costs(world + denied, policy);
    expect(rows.map(([first]) => first)).toEqual(['us-east-1', MEMBER, ALONE]);
    const totals = sandbox.calls.filter(({ operation }) => operation === 'GetUsageTotals');
    expect(totals.map(({ accountId }) => accountId).toSorted()).toEqual([ADMINISTRATOR, MEMBER, ALONE]);
  });
});
